// What is known only when the model runs, where the build needs it.

//# a branch on an element
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { if (x.ToArray<float>()[0] > 0) { return x; } return -x; } }
//~ SIN0015 at 'x.ToArray<float>()[0] > 0': This branch depends on the value of 'x.ToArray<float>()', which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If

//# a branch on a tensor
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Any(x > 0f, 0).ToArray<bool>()[0] ? x : -x; }
//~ SIN0015 at 'Any(x > 0f, 0).ToArray<bool>()[0]': This branch depends on the value of 'Any(x > 0f, 0).ToArray<bool>()', which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If

//# a switch on an element
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => n.ToArray<int>()[0] switch { 0 => n, _ => -n }; }
//~ SIN0015 at 2. '0': This branch depends on the value of 'n.ToArray<int>()', which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If

//# a loop until it converges
[Model] public partial class M {
    [Entry] public Tensor Run([Shape(3)] Tensor x) { while (Max(Abs(x), 0).ToArray<float>()[0] > 1f) { x = x / 2f; } return x; }
}
//~ SIN0014 at 'Max(Abs(x), 0).ToArray<float>()[0] > 1f': How often this loop runs depends on the value of 'Max(Abs(x), 0).ToArray<float>()', which is known only when the model runs; loop with While, which ends by a tensor

//# a loop over elements
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = x; foreach (float f in x.ToArray<float>()) { y = y + f; } return y; } }
//~ SIN0014 at 'x.ToArray<float>()': How often this loop runs depends on the value of 'x.ToArray<float>()', which is known only when the model runs; loop over a build-time count and take x[i], or use Scan

//# a loop over a tensor
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = x; for (int i = 0; i < (int)Sum(x, 0).ToArray<float>()[0]; i++) { y = y + 1f; } return y; } }
//~ SIN0014 at 'i < (int)Sum(x, 0).ToArray<float>()[0]': How often this loop runs depends on the value of 'Sum(x, 0).ToArray<float>()', which is known only when the model runs; loop with While, which ends by a tensor

//# an element as an extent
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => Iota(n.ToArray<int>()[0]); }
//~ SIN0016 at 'Iota(n.ToArray<int>()[0])': the value of 'n.ToArray<int>()' is known only when the model runs, but the argument 'length' needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one

//# an element as an index into blocks
[Model] public partial class M {
    readonly Linear[] experts = [new(3, 3), new(3, 3)];
    [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(1, Type = ElementType.I32)] Tensor which) => experts[which.ToArray<int>()[0]][x];
}
//~ SIN0016 at 'which.ToArray<int>()[0]': the value of 'which.ToArray<int>()' is known only when the model runs, but an index needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one

//# an element as a key of a dictionary
[Model] public partial class M {
    readonly Dictionary<int, Linear> heads = new() { [0] = new(3, 3) };
    [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(1, Type = ElementType.I32)] Tensor which) => heads[which.ToArray<int>()[0]][x];
}
//~ SIN0016 at 'heads[which.ToArray<int>()[0]]': the value of 'which.ToArray<int>()' is known only when the model runs, but a key needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one

//# an element as an axis
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 3, Type = ElementType.I32)] Tensor n) => Sum(n, n.ToArray<int>()[0]); }
//~ SIN0016 at 'n.ToArray<int>()[0]': the value of 'n.ToArray<int>()' is known only when the model runs, but an axis needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one

//# an element as a real number
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x * MathF.Sqrt(x.ToArray<float>()[0]); }
//~ SIN0016 at 'MathF.Sqrt(x.ToArray<float>()[0])': the value of 'x.ToArray<float>()' is known only when the model runs, but a scalar tensor needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one

//# an equality of tensors
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3)] Tensor y) => x == y ? x : y; }
//~ SIN0012 at 'x == y': a comparison of references cannot be compiled into a model; compare elements with Equal(x, y)

//# the value of a weight
[Model] public partial class M { readonly Weight gain = new(1); [Entry] public Tensor Run([Shape(3)] Tensor x) => gain.Value.ToArray<float>()[0] > 0f ? x * gain : x; }
//~ SIN0015 at 'gain.Value.ToArray<float>()[0] > 0f': This branch depends on the value of 'gain.Value.ToArray<float>()', which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If
