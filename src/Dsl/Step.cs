using System;

namespace Sinter;

/// <summary>
/// One call of a model evaluated eagerly: how many tokens earlier calls have seen and how many this one brings.
/// <see cref="Operations.Positions"/> and <see cref="Cache"/> read it; compiled code gets the same from its session.
/// </summary>
public sealed class Step {
    [ThreadStatic]
    static Step? current;

    Step(int past, int time) {
        ArgumentOutOfRangeException.ThrowIfNegative(past);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        Past = past;
        Time = time;
    }

    /// <summary>The number of tokens of earlier calls.</summary>
    public int Past { get; }

    /// <summary>The number of tokens of this call.</summary>
    public int Time { get; }

    /// <summary>The step that is running on this thread.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public static Step Current => current ?? throw new InvalidOperationException(
        "positions and caches are known only inside a step; call the model through Step.Run(past, tokens, model.Forward)");

    internal static Step? CurrentOrNone => current;

    /// <summary>Runs <paramref name="body"/> as the step that follows <paramref name="past"/> tokens with <paramref name="time"/> more.</summary>
    public static T Run<T>(int past, int time, Func<T> body) {
        Step? outer = current;
        current = new Step(past, time);
        try {
            return body();
        } finally {
            current = outer;
        }
    }

    /// <summary>Calls <paramref name="entry"/> with <paramref name="input"/>, whose first axis is time.</summary>
    public static Tensor Run(int past, Tensor input, Func<Tensor, Tensor> entry) {
        if (input.Shape.Rank == 0) {
            throw new ShapeException("step", "the input is a scalar; its first axis has to be time");
        }
        string?[] labels = [.. input.Shape.Labels];
        labels[0] = "Time";
        return Run(past, input.Shape[0], () => entry(input.Labelled(labels)));
    }
}
