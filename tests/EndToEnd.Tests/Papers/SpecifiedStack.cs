using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>A stack read from a text such as "g3 h5 (g4 h7)x2": gates and halvings of given sizes, parts in parentheses repeated.</summary>
[Model, Symbol("Batch", 1, 12)]
public partial class SpecifiedStack {
    private const string Text = "g3 t (g4 s0.5 t)x2 g2";
    private readonly IReadOnlyList<Layer> layers = Parse(Text).ToArray();
    private readonly Head head = new(2) { Bias = new Weight(3) };

    [Entry]
    public Tensor Run([Shape("Batch", 6)] Tensor x) {
        foreach (Layer layer in layers) {
            layer.Apply(ref x);
        }
        return head[x];
    }

    private static IEnumerable<Layer> Parse(string text) {
        int width = 6;
        foreach (string word in Expand(text)) {
            switch (word) {
                case ['g', .. var size]:
                    yield return new Gate(width, width = int.Parse(size));
                    break;
                case ['s', .. var by] when float.TryParse(by, out float factor) && factor > 0:
                    yield return new Scale(factor);
                    break;
                case "t":
                    yield return new Squash();
                    break;
                default:
                    throw new FormatException($"'{word}' is no layer");
            }
        }
    }

    private static IEnumerable<string> Expand(string text) {
        while (text.IndexOf('(') is >= 0 and var open) {
            int close = text.IndexOf(')', open);
            int times = text[close + 2] - '0';
            text = text[..open] + string.Join(' ', Enumerable.Repeat(text[(open + 1)..close], times)) + text[(close + 3)..];
        }
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Block]
    private abstract class Layer {
        public abstract void Apply(ref Tensor x);
    }

    private sealed class Gate(int inputs, int outputs) : Layer {
        private readonly Linear value = new(inputs, outputs), gate = new(inputs, outputs, withBias: true);

        public override void Apply(ref Tensor x) => x = value[x] * Sigmoid(gate[x]);
    }

    private sealed class Scale(float by) : Layer {
        public override void Apply(ref Tensor x) => x *= by;
    }

    private sealed class Squash : Layer {
        public override void Apply(ref Tensor x) => x = Tanh(x) + x;
    }

    [Block]
    private sealed record Head(int Width) {
        private readonly Weight matrix = new(3, Width);

        public required Weight Bias { get; init; }

        public Tensor this[Tensor x] => Contract("bi,oi->bo", x, matrix) + Bias;
    }
}
