// What is known only when the model runs, where the build needs it.

//# a branch on an element
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { if (x.ToArray<float>()[0] > 0) { return x; } return -x; } }

//# a branch on a tensor
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Any(x > 0f, 0).ToArray<bool>()[0] ? x : -x; }

//# a switch on an element
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => n.ToArray<int>()[0] switch { 0 => n, _ => -n }; }

//# a loop until it converges
[Model] public partial class M {
    [Entry] public Tensor Run([Shape(3)] Tensor x) { while (Max(Abs(x), 0).ToArray<float>()[0] > 1f) { x = x / 2f; } return x; }
}

//# a loop over elements
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = x; foreach (float f in x.ToArray<float>()) { y = y + f; } return y; } }

//# a loop over a tensor
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = x; for (int i = 0; i < (int)Sum(x, 0).ToArray<float>()[0]; i++) { y = y + 1f; } return y; } }

//# an element as an extent
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => Iota(n.ToArray<int>()[0]); }

//# an element as an index into blocks
[Model] public partial class M {
    readonly Linear[] experts = [new(3, 3), new(3, 3)];
    [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(1, Type = ElementType.I32)] Tensor which) => experts[which.ToArray<int>()[0]][x];
}

//# an element as a key of a dictionary
[Model] public partial class M {
    readonly Dictionary<int, Linear> heads = new() { [0] = new(3, 3) };
    [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(1, Type = ElementType.I32)] Tensor which) => heads[which.ToArray<int>()[0]][x];
}

//# an element as an axis
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 3, Type = ElementType.I32)] Tensor n) => Sum(n, n.ToArray<int>()[0]); }

//# an element as a real number
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x * MathF.Sqrt(x.ToArray<float>()[0]); }

//# an equality of tensors
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3)] Tensor y) => x == y ? x : y; }

//# the value of a weight
[Model] public partial class M { readonly Weight gain = new(1); [Entry] public Tensor Run([Shape(3)] Tensor x) => gain.Value.ToArray<float>()[0] > 0f ? x * gain : x; }
