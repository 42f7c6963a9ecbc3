using System;
using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Blocks.Library;

/// <summary>A product squashed to (0, 1): a block that comes to its users in a package.</summary>
[Block]
public sealed class Squashed {
    readonly Linear product;

    public Squashed(int inputs, int outputs) {
        if (inputs < 1 || outputs < 1) {
            throw new ArgumentException($"a squashed product has inputs and outputs, not {inputs} and {outputs}");
        }
        product = new Linear(inputs, outputs);
    }

    public Tensor this[Tensor x] => Sigmoid(product[x]);
}
