using System;
using System.Collections.Generic;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>What a head is asked for.</summary>
public enum HeadTask { Policy, Value, NextState }

/// <summary>One trunk over a batch of observations with a mask of what was seen, and a head for each task.</summary>
[Model, Symbol("Batch", 1, 16)]
public partial class TaskHeads {
    private const int Sensors = 7, Actions = 5;
    private static readonly (HeadTask Task, int Outputs)[] Tasks = [(HeadTask.Policy, Actions), (HeadTask.Value, 1), (HeadTask.NextState, Sensors)];

    private readonly Linear encoder = new(2 * Sensors, 11, withBias: true);
    private readonly Dictionary<HeadTask, Linear> heads = MakeHeads(11);
    private readonly Dictionary<string, Weight> scales = new() { ["policy"] = new Weight(1), ["value"] = new Weight(1) };

    [Entry]
    public (Tensor Policy, Tensor Value, Tensor NextState, Tensor Complete) Act(
        [Shape("Batch", Sensors)] Tensor observation, [Shape("Batch", Sensors, Type = ElementType.Bool)] Tensor seen, [Shape("Batch", Type = ElementType.I64)] Tensor seed) {
        Tensor known = Select(seen, observation, 0f);
        Tensor features = Gelu(encoder[Concatenate(-1, known, Cast(seen, ElementType.F32))]);
        Tensor jitter = Reshape(Cast(seed % 3, ElementType.F32) * 0.01f, seed.Shape[0], 1);
        Tensor Head(HeadTask task, Func<Tensor, Tensor>? last = null) {
            Tensor y = heads[task][features];
            return last?.Invoke(y) ?? y;
        }
        return (
            Head(HeadTask.Policy, logits => Softmax(logits * scales["policy"] + jitter, -1)),
            RemoveAxis(Head(HeadTask.Value, Tanh) * scales["value"], 1),
            observation + Head(HeadTask.NextState),
            All(seen, 1));
    }

    private static Dictionary<HeadTask, Linear> MakeHeads(int width) {
        Dictionary<HeadTask, Linear> made = [];
        foreach (var (task, outputs) in Tasks) {
            made[task] = new Linear(width, outputs, withBias: task is not HeadTask.Value);
        }
        return made;
    }
}
