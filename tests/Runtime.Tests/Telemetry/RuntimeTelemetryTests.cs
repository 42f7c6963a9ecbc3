using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime.Sampling;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>The names are those of OpenTelemetry's semantic conventions for generative AI.</summary>
public sealed class RuntimeTelemetryTests : IDisposable {
    // Other tests generate at the same time: only what belongs to this test's own activity, or thread, counts.
    static readonly AsyncLocal<RuntimeTelemetryTests?> current = new();

    readonly ActivityListener activityListener;
    readonly MeterListener meterListener = new();
    readonly ConcurrentQueue<Activity> activities = new();
    readonly ConcurrentQueue<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)> measurements = new();

    public RuntimeTelemetryTests() {
        activityListener = new ActivityListener {
            ShouldListenTo = source => source.Name == RuntimeTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ReferenceEquals(current.Value, this) ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(activityListener);
        meterListener.InstrumentPublished = (instrument, listener) => {
            if (instrument.Meter.Name == RuntimeTelemetry.Name) {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        meterListener.Start();
        current.Value = this;
    }

    public void Dispose() {
        current.Value = null;
        activityListener.Dispose();
        meterListener.Dispose();
    }

    [Fact]
    public void AGenerationIsASpanWithItsUsage() {
        Generate(new GenerationOptions { MaximumTokens = 4, Sampling = new SamplingOptions { Temperature = 0.5f, TopP = 0.9f, Seed = 7 } });

        Activity activity = Assert.Single(activities);
        Assert.Equal("text_completion Tests.Letters", activity.OperationName);
        Assert.Equal(ActivityKind.Internal, activity.Kind);
        Dictionary<string, object?> tags = activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        Assert.Equal("text_completion", tags["gen_ai.operation.name"]);
        Assert.Equal("sinter", tags["gen_ai.provider.name"]);
        Assert.Equal("Tests.Letters", tags["gen_ai.request.model"]);
        Assert.Equal("Tests.Letters", tags["gen_ai.response.model"]);
        Assert.Equal(4, tags["gen_ai.request.max_tokens"]);
        Assert.Equal(0.5, tags["gen_ai.request.temperature"]);
        Assert.Equal((double)0.9f, tags["gen_ai.request.top_p"]);
        Assert.Equal(7L, tags["gen_ai.request.seed"]);
        Assert.Equal(4, tags["gen_ai.usage.input_tokens"]);
        Assert.Equal(4, tags["gen_ai.usage.output_tokens"]);
        Assert.Equal(["length"], (string[])tags["gen_ai.response.finish_reasons"]!);
        Assert.DoesNotContain("error.type", tags.Keys);
        Assert.DoesNotContain("gen_ai.request.top_k", tags.Keys);
    }

    [Fact]
    public void AGenerationIsMeasuredInSecondsAndTokens() {
        Generate(new GenerationOptions { MaximumTokens = 4, Sampling = SamplingOptions.Greedy });

        Assert.Equal(4.0, One("gen_ai.client.token.usage", "{token}", ("gen_ai.token.type", "input")));
        Assert.Equal(4.0, One("gen_ai.client.token.usage", "{token}", ("gen_ai.token.type", "output")));
        double whole = One("gen_ai.server.request.duration", "s"), first = One("gen_ai.server.time_to_first_token", "s"), each = One("gen_ai.server.time_per_output_token", "s");
        Assert.InRange(first, double.Epsilon, whole);
        Assert.InRange(3 * each, double.Epsilon, whole);
    }

    [Fact]
    public void ACancelledGenerationSaysSo() {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Generate(new GenerationOptions { MaximumTokens = 4 }, cancelled.Token));

        Activity activity = Assert.Single(activities);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("System.OperationCanceledException", activity.GetTagItem("error.type"));
        Assert.Null(activity.GetTagItem("gen_ai.response.finish_reasons"));
        Assert.Equal("System.OperationCanceledException", Assert.Single(measurements, one => one.Name == "gen_ai.server.request.duration").Tags["error.type"]);
        Assert.DoesNotContain(measurements, one => one.Name == "gen_ai.server.time_to_first_token");
    }

    [Fact]
    public async Task AnAsynchronousGenerationIsASpanToo() {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        string text = "";
        await foreach (string piece in session.GenerateAsync(new LetterModel.Letters(), "abc", new GenerationOptions { MaximumTokens = 2, Sampling = SamplingOptions.Greedy })) {
            text += piece;
            Assert.Null(Activity.Current);
        }
        Assert.Equal("abcde", text);
        Assert.Equal(2, Assert.Single(activities).GetTagItem("gen_ai.usage.output_tokens"));
    }

    static void Generate(GenerationOptions options, CancellationToken cancellation = default) {
        using LoadedModel model = LetterModel.Load();
        using ModelSession session = model.CreateSession();
        session.Generate(new LetterModel.Letters(), "abc", _ => { }, options, cancellation);
    }

    double One(string name, string unit, params (string Key, object? Value)[] tags) {
        var found = Assert.Single(measurements, one => one.Name == name && tags.All(tag => Equals(one.Tags.GetValueOrDefault(tag.Key), tag.Value)));
        Assert.Equal(unit, found.Unit);
        Assert.Equal("text_completion", found.Tags["gen_ai.operation.name"]);
        Assert.Equal("sinter", found.Tags["gen_ai.provider.name"]);
        Assert.Equal("Tests.Letters", found.Tags["gen_ai.request.model"]);
        return found.Value;
    }

    void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) {
        if (ReferenceEquals(current.Value, this)) {
            measurements.Enqueue((instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal)));
        }
    }
}
