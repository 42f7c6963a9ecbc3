using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace App;

[Model, Symbol("Time", 1, 16)]
public partial class Perceptron {
    readonly Linear up = new(3, 5), down = new(5, 2);

    [Entry]
    public Tensor Forward([Shape("Time", 3)] Tensor x) => down[Sigmoid(up[x])];
}
