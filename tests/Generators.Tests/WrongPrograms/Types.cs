// Elements of different or unfit types.

//# integers and reals
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I32)] Tensor n) => x + n; }

//# halves and singles
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.F16)] Tensor y) => x * y; }

//# a contraction of two types
[Model] public partial class M { readonly Weight w = new(4, 3); [Entry] public Tensor Run([Shape(2, 3, Type = ElementType.BF16)] Tensor x) => Contract("ti,oi->to", x, w); }

//# the exponential of integers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => Exp(n); }

//# a logical and of reals
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x & (x > 0f); }

//# a choice by numbers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Select(x, x, -x); }

//# a choice between types
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I64)] Tensor n) => Select(x > 0f, x, n); }

//# a sum of truths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Sum(x > 0f, 0); }

//# a running sum of truths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => CumulativeSum(x > 0f, 0); }

//# a half that meets integers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => n + 0.5f; }

//# rows chosen by reals
[Model] public partial class M { readonly Embedding table = new(9, 4); [Entry] public Tensor Run([Shape(3)] Tensor x) => table[x]; }

//# parts of different types
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I32)] Tensor n) => Concatenate(0, x, n); }

//# the negation of a truth
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => -(x > 0f); }

//# a mask that is a number
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 2, 4)] Tensor q) => Attend(q, q, q, mask: (i, j) => i - j); }

//# a cache that changes its type
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache rows = new(32);
    [Entry] public Tensor First([Shape("Time", 4)] Tensor x) => rows.Append(x);
    [Entry] public Tensor Second([Shape("Time", 4, Type = ElementType.F16)] Tensor x) => rows.Append(x);
}

//# a constant with more bits than the graph keeps
[Model] public partial class M { const long Prime = 0x1E3779B97F4A7C15; [Entry] public Tensor Run([Shape(3, Type = ElementType.I64)] Tensor n) => n * Prime; }
