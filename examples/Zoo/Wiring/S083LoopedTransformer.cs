using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Looped Transformers are Better at Learning Learning Algorithms" (Yang et al., arXiv:2311.12424, 2023).
/// A prompt P of examples x_1, f(x_1), x_2, f(x_2), ... is fitted in context by one block M with the prompt added before every turn:
/// Y_0 = 0, Y_(t+1) = M(Y_t + P); the prediction is read out after the last turn. The number of turns is given with the call.
/// </summary>
[Model]
[Symbol("Points", 1, 25)]
public partial class LoopedTransformer {
    const int Dimensions = 5, Width = 16;
    readonly Linear readIn = new(Dimensions, Width, withBias: true), readOut = new(Width, 1, withBias: true);
    readonly Weight positions = new(50, Width);
    readonly Looped looped = new(new InContextBlock(Width, heads: 2, hidden: 27), times: 1, addsInput: true);

    /// <summary>What each point's value is predicted to be from the points before it.</summary>
    /// <param name="points">x_i.</param>
    /// <param name="values">f(x_i).</param>
    /// <param name="turns">The number of turns, at most 40.</param>
    [Entry]
    public Tensor Predict([Shape("Points", Dimensions)] Tensor points, [Shape("Points", 1)] Tensor values, [Shape(Type = ElementType.I32)] Tensor turns) {
        int count = points.Shape[0];
        // A value takes a token of its own, the rest of which is zero.
        Tensor pairs = Stack(1, points, Pad(values, 1, 0, Dimensions - 1));
        Tensor prompt = readIn[Reshape(pairs, 2 * count, Dimensions)] + Slice(positions, 0, 0, 2 * count);
        Tensor y = looped.Turns(prompt, turns, most: 40);
        return Reshape(Slice(Reshape(readOut[y], count, 2), 1, 0, 1), count);
    }
}

/// <summary>A causal pre-norm layer of GPT-2 with a norm at its end.</summary>
[Block]
public sealed class InContextBlock(int width, int heads, int hidden) : ILayer {
    readonly Linear query = new(width, width), key = new(width, width), value = new(width, width), output = new(width, width);
    readonly LayerNorm attentionNorm = new(width), feedForwardNorm = new(width), norm = new(width);
    readonly FeedForward feedForward = new(width, hidden, Activation.GeluTanh);

    /// <inheritdoc/>
    public Tensor this[Tensor x] {
        get {
            int count = x.Shape[0], head = width / heads;
            Tensor normal = attentionNorm[x];
            Tensor q = Reshape(query[normal], count, heads, head), k = Reshape(key[normal], count, heads, head), v = Reshape(value[normal], count, heads, head);
            Tensor scores = Contract("thd,shd->hts", q, k) * (1f / MathF.Sqrt(head));
            Tensor weights = Softmax(Select(LowerTriangle(count, count), scores, float.NegativeInfinity), -1);
            Tensor h = x + output[Reshape(Contract("hts,shd->thd", weights, v), count, width)];
            return norm[h + feedForward[feedForwardNorm[h]]];
        }
    }
}
