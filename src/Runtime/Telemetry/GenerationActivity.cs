using System;
using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>One generation as OpenTelemetry sees it: a span, and its durations and tokens when it has ended.</summary>
sealed class GenerationActivity : IDisposable {
    const string Operation = "text_completion";

    readonly string model;
    readonly GenerationStatistics statistics;
    readonly Activity? activity;
    readonly long start = Stopwatch.GetTimestamp();
    string? error;

    GenerationActivity(ModelSession session, GenerationOptions options, GenerationStatistics statistics) {
        model = session.Model.Description.Name;
        this.statistics = statistics;
        // The model runs in this process, so the span is no client's.
        activity = RuntimeTelemetry.Source.StartActivity($"{Operation} {model}", ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true }) {
            activity.SetTag("gen_ai.operation.name", Operation);
            activity.SetTag("gen_ai.provider.name", RuntimeTelemetry.Provider);
            activity.SetTag("gen_ai.request.model", model);
            activity.SetTag("gen_ai.request.max_tokens", options.MaximumTokens);
            activity.SetTag("gen_ai.request.temperature", (double)options.Sampling.Temperature);
            activity.SetTag("gen_ai.request.top_k", options.Sampling.TopK > 0 ? options.Sampling.TopK : null);
            activity.SetTag("gen_ai.request.top_p", (double)options.Sampling.TopP);
            activity.SetTag("gen_ai.request.seed", unchecked((long)statistics.Seed));
        }
    }

    /// <summary>Begins one where somebody listens; null elsewhere.</summary>
    public static GenerationActivity? Start(ModelSession session, GenerationOptions options, GenerationStatistics statistics) =>
        RuntimeTelemetry.IsListenedTo ? new GenerationActivity(session, options, statistics) : null;

    /// <summary>Says why the generation ends before its time.</summary>
    public void Fail(Exception reason) => error = reason.GetType().FullName;

    public void Dispose() {
        TagList tags = new() {
            { "gen_ai.operation.name", Operation },
            { "gen_ai.provider.name", RuntimeTelemetry.Provider },
            { "gen_ai.request.model", model },
            { "gen_ai.response.model", model },
        };
        TagList input = tags, output = tags;
        input.Add("gen_ai.token.type", "input");
        output.Add("gen_ai.token.type", "output");
        RuntimeTelemetry.TokenUsage.Record(statistics.PromptTokens, input);
        RuntimeTelemetry.TokenUsage.Record(statistics.GeneratedTokens, output);
        if (statistics.GeneratedTokens > 0) {
            RuntimeTelemetry.TimeToFirstToken.Record(statistics.TimeToFirstToken.TotalSeconds, tags);
        }
        if (statistics.Steps > 0) {
            RuntimeTelemetry.TimePerOutputToken.Record(statistics.StepTime.TotalSeconds / statistics.Steps, tags);
        }
        if (error is not null) {
            tags.Add("error.type", error);
        }
        RuntimeTelemetry.RequestDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        if (activity is null) {
            return;
        }
        activity.SetTag("gen_ai.response.model", model);
        activity.SetTag("gen_ai.usage.input_tokens", statistics.PromptTokens);
        activity.SetTag("gen_ai.usage.output_tokens", statistics.GeneratedTokens);
        if (FinishReason(statistics.End) is string reason) {
            activity.SetTag("gen_ai.response.finish_reasons", new[] { reason });
        }
        if (error is not null) {
            activity.SetTag("error.type", error);
            activity.SetStatus(ActivityStatusCode.Error);
        }
        activity.Dispose();
    }

    static string? FinishReason(GenerationEnd end) => end switch {
        GenerationEnd.StopToken => "stop",
        GenerationEnd.Length or GenerationEnd.Context => "length",
        _ => null,
    };
}
