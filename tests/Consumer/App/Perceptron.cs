using Sinter;
using Sinter.Blocks;
using Blocks.Library;

namespace App;

[Model, Symbol("Time", 1, 16)]
public partial class Perceptron {
    readonly Squashed up = new(3, 5);
    readonly Linear down = new(5, 2);

    [Entry]
    public Tensor Forward([Shape("Time", 3)] Tensor x) => down[up[x]];
}
