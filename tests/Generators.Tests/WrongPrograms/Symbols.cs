// Symbolic sizes, their bounds and what they cannot decide.

//# a symbol that nobody declares
[Model] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }

//# a misspelt symbol
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Tme", 8)] Tensor x) => x; }

//# bounds the wrong way round
[Model, Symbol("Batch", 8, 1)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }

//# a negative bound
[Model, Symbol("Batch", -1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }

//# an extent that does not read
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("2 Time")] Tensor x) => x; }

//# an extent that is a real number
[Model] public partial class M { [Entry] public Tensor Run([Shape(2.5, 3)] Tensor x) => x; }

//# an extent below zero
[Model] public partial class M { [Entry] public Tensor Run([Shape(-3)] Tensor x) => x; }

//# a branch that depends on the tokens
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { if (x.Shape[0] == 1) { return x; } return x + 1f; }
}

//# a half of an odd number of tokens
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Reshape(x, x.Shape[0] / 2, 8); }

//# a greater of two sizes that is not decided
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Iota(Math.Max(x.Shape[0], 16)); }

//# a loop over the tokens
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Weight decay = new(4);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) {
        Tensor state = x[0] * 0f;
        for (int t = 0; t < x.Shape[0]; t++) { state = state * decay + x[t]; }
        return state;
    }
}

//# a weight for each token
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { Weight bias = new(x.Shape[0]); return x + bias; }
}

//# an array for each token
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { float[] slopes = new float[x.Shape[0]]; return x + Tensor.From(slopes); }
}

//# a root of a size as a count
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Iota((int)MathF.Sqrt(x.Shape[0])); }

//# a switch on a size
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 4)] Tensor x) => x.Shape[0] switch { 1 => x, _ => -x }; }

//# positions without time
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch")] Tensor x) => x + Cast(Positions(), ElementType.F32); }

//# two symbols that are not the same
[Model, Symbol("Time", 1, 32), Symbol("Batch", 1, 8)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x, [Shape("Batch", 4)] Tensor y) => x + y;
}
