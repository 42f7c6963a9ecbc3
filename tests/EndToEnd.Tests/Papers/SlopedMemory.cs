using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>
/// Attention over what was said and a few learned memories, with the slopes of Press et al. (arXiv:2108.12409) for any number of heads,
/// and each head's values gated by its own temperature.
/// </summary>
[Block]
public sealed class SlopedMemory {
    private readonly int heads, head, memories;
    private readonly Linear query, key, value, output;
    private readonly Weight memory, temperature;
    private readonly Cache keys, values;
    private readonly Tensor slopes;

    public SlopedMemory(int width, int heads, int memories, int context) {
        (int quotient, int rest) = Math.DivRem(width, heads);
        head = rest == 0 ? quotient : throw new ArgumentException($"{heads} heads do not share a width of {width}");
        (this.heads, this.memories) = (heads, memories);
        query = key = value = output = null!;
        Linear Square() => new(width, width);
        (query, key, value, output) = (Square(), Square(), Square(), Square());
        memory = new(memories, width);
        temperature = new(heads);
        keys = new(context);
        values = new(context);
        slopes = Tensor.From(Slopes(heads).ToArray(), heads, 1, 1);
    }

    // 2^(-8 i / n) for the powers of two; between them, every second one of the next power.
    private static IEnumerable<float> Slopes(int n) {
        int power = 1 << (int)MathF.Floor(MathF.Log2(n));
        for (int i = 1; i <= power; i++) {
            yield return MathF.Pow(2, -8f * i / power);
        }
        foreach (float slope in n == power ? [] : Slopes(2 * power).Where((_, i) => i % 2 == 0).Take(n - power)) {
            yield return slope;
        }
    }

    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor Heads(Tensor y, int rows) => Reshape(y, rows, heads, head);
            Tensor q = Heads(query[x], time) * Reshape(Exp(temperature), heads, 1);
            Tensor allKeys = keys.Append(Heads(key[x], time)), allValues = values.Append(Heads(value[x], time));
            Tensor seen = Attend(q, allKeys, allValues, score: (s, i, j) => s + slopes * Cast(j - i, ElementType.F32), mask: Masks.Causal);
            Tensor recalled = Attend(q, Heads(memory, memories), Heads(Tanh(memory), memories));
            return output[Reshape(0.75f * seen + 0.25f * recalled, time, heads * head)];
        }
    }
}

/// <summary>Two such layers over tokens: an entry that scores and one that gives the next token's logits.</summary>
[Model, Symbol("Time", 1, 32)]
public partial class MemoryDecoder {
    private const int Width = 9, Context = 32;
    private readonly Embedding embedding = new(17, Width);
    private readonly SlopedMemory[] layers = [new(Width, 3, 4, Context), new(Width, 1, 2, Context)];
    private readonly ScaleNorm norm = new();

    [Entry]
    public Tensor Next([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor x = Features(tokens);
        return Contract("i,vi->v", x[x.Shape[0] - 1], embedding.Weight);
    }

    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) => Contract("ti,vi->tv", Features(tokens), embedding.Weight);

    private Tensor Features(Tensor tokens) {
        Tensor x = embedding[tokens];
        foreach (SlopedMemory layer in layers) {
            x += layer[norm[x]];
        }
        return x;
    }
}
