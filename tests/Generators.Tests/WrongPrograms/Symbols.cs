// Symbolic sizes, their bounds and what they cannot decide.

//# a symbol that nobody declares
[Model] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }
//~ SIN0009 at '"Batch"': The symbol 'Batch' is not declared; give its bounds on the model: [Symbol("Batch", 1, 512)]

//# a misspelt symbol
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Tme", 8)] Tensor x) => x; }
//~ SIN0009 at '"Tme"': The symbol 'Tme' is not declared; give its bounds on the model: [Symbol("Tme", 1, 512)], or write 'Time' if that is meant

//# bounds the wrong way round
[Model, Symbol("Batch", 8, 1)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }
//~ SIN0028 at 'Symbol("Batch", 8, 1)': The bounds 8..1 of the symbol 'Batch' are no range of sizes: 0 <= least <= most

//# a negative bound
[Model, Symbol("Batch", -1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 8)] Tensor x) => x; }
//~ SIN0028 at 'Symbol("Batch", -1, 8)': The bounds -1..8 of the symbol 'Batch' are no range of sizes: 0 <= least <= most

//# an extent that does not read
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("2 Time")] Tensor x) => x; }
//~ SIN0010 at '"2 Time"': '2 Time' is no extent; write an integer, a symbol, or a sum such as "Past + Time"

//# an extent that is a real number
[Model] public partial class M { [Entry] public Tensor Run([Shape(2.5, 3)] Tensor x) => x; }
//~ SIN0010 at '2.5': '2.5' is no extent; write an integer, a symbol, or a sum such as "Past + Time"

//# an extent below zero
[Model] public partial class M { [Entry] public Tensor Run([Shape(-3)] Tensor x) => x; }
//~ SIN0010 at '-3': '-3' is no extent; write an integer, a symbol, or a sum such as "Past + Time"

//# a branch that depends on the tokens
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { if (x.Shape[0] == 1) { return x; } return x + 1f; }
}
//~ SIN0017 at 'x.Shape[0] == 1': 'x.Shape[0] == 1' is not decided: Time ranges over 1..32; narrow the bounds or write it without a branch

//# a half of an odd number of tokens
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Reshape(x, x.Shape[0] / 2, 8); }
//~ SIN0017 at 'x.Shape[0] / 2': 'x.Shape[0] / 2' is not decided: 2 does not divide every Time; where it always does, declare the extent as a multiple, such as "2 * Part"

//# a greater of two sizes that is not decided
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Iota(Math.Max(x.Shape[0], 16)); }
//~ SIN0017 at 'Math.Max(x.Shape[0], 16)': 'Math.Max(x.Shape[0], 16)' is not decided: Time ranges over 1..32; narrow the bounds or write it without a branch

//# a loop over the tokens
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Weight decay = new(4);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) {
        Tensor state = x[0] * 0f;
        for (int t = 0; t < x.Shape[0]; t++) { state = state * decay + x[t]; }
        return state;
    }
}
//~ SIN0014 at 't < x.Shape[0]': How often this loop runs depends on the size Time, which is known only when the model runs; step along the axis with Scan, or use an operation such as CumulativeSum

//# a weight for each token
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { Weight bias = new(x.Shape[0]); return x + bias; }
}
//~ SIN0016 at 'new(x.Shape[0])': Time is known only when the model runs, but the shape of a weight needs it at build; use its greatest value, 32, or an operation on the whole axis

//# an array for each token
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { float[] slopes = new float[x.Shape[0]]; return x + Tensor.From(slopes); }
}
//~ SIN0016 at 'x.Shape[0]': Time is known only when the model runs, but the length of an array needs it at build; use its greatest value, 32, or an operation on the whole axis

//# a root of a size as a count
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Iota((int)MathF.Sqrt(x.Shape[0])); }
//~ SIN0016 at '(int)MathF.Sqrt(x.Shape[0])': a number made of a size is known only when the model runs, but the conversion to Int32 needs it at build

//# a switch on a size
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 4)] Tensor x) => x.Shape[0] switch { 1 => x, _ => -x }; }
//~ SIN0017 at 2. '1': 'Batch == 1' is not decided: Batch ranges over 1..8; narrow the bounds or write it without a branch

//# positions without time
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch")] Tensor x) => x + Cast(Positions(), ElementType.F32); }
//~ SIN0009 at 'Positions()': The symbol 'Time' is not declared; give its bounds on the model: [Symbol("Time", 1, 512)]

//# two symbols that are not the same
[Model, Symbol("Time", 1, 32), Symbol("Batch", 1, 8)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x, [Shape("Batch", 4)] Tensor y) => x + y;
}
//~ SIN0010 at 'x + y': add: shapes [Time, 4] and [Batch, 4] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but Time meets Batch
