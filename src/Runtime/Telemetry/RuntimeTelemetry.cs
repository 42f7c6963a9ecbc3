using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sinter.Runtime;

/// <summary>
/// What the runtime tells OpenTelemetry, by the names of its conventions for generative AI (docs/profile.md). An app listens with
/// <c>AddSource(RuntimeTelemetry.Name)</c> and <c>AddMeter(RuntimeTelemetry.Name)</c>; while nobody does, nothing is measured.
/// </summary>
public static class RuntimeTelemetry {
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Sinter.Runtime";

    /// <summary>The value of <c>gen_ai.provider.name</c>.</summary>
    public const string Provider = "sinter";

    internal static ActivitySource Source { get; } = new(Name);

    static readonly Meter meter = new(Name);

    // The boundaries are those that the conventions give.
    internal static Histogram<double> RequestDuration { get; } = meter.CreateHistogram(
        "gen_ai.server.request.duration", "s", "Duration of a generation", advice: Boundaries(
            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92));

    internal static Histogram<double> TimeToFirstToken { get; } = meter.CreateHistogram(
        "gen_ai.server.time_to_first_token", "s", "Time from the start of a generation to its first token", advice: Boundaries(
            0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10));

    internal static Histogram<double> TimePerOutputToken { get; } = meter.CreateHistogram(
        "gen_ai.server.time_per_output_token", "s", "Time of each token of a generation after its first", advice: Boundaries(
            0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5));

    internal static Histogram<long> TokenUsage { get; } = meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens that a generation took in and gave", advice: new InstrumentAdvice<long> {
            HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864],
        });

    internal static bool IsListenedTo =>
        Source.HasListeners() || RequestDuration.Enabled || TimeToFirstToken.Enabled || TimePerOutputToken.Enabled || TokenUsage.Enabled;

    static InstrumentAdvice<double> Boundaries(params double[] values) => new() { HistogramBucketBoundaries = values };
}
