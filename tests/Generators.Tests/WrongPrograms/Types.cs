// Elements of different or unfit types.

//# integers and reals
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I32)] Tensor n) => x + n; }
//~ SIN0010 at 'x + n': add: element types f32 and i32 differ; cast one of them

//# halves and singles
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.F16)] Tensor y) => x * y; }
//~ SIN0010 at 'x * y': multiply: element types f32 and f16 differ; cast one of them

//# a contraction of two types
[Model] public partial class M { readonly Weight w = new(4, 3); [Entry] public Tensor Run([Shape(2, 3, Type = ElementType.BF16)] Tensor x) => Contract("ti,oi->to", x, w); }
//~ SIN0011 at 'Contract("ti,oi->to", x, w)': contract: element types bf16 and f32 differ; cast one of them

//# the exponential of integers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => Exp(n); }
//~ SIN0010 at 'Exp(n)': exp: takes real numbers, found i32; Cast(x, ElementType.F32) makes real numbers

//# a logical and of reals
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x & (x > 0f); }
//~ SIN0010 at 'x & (x > 0f)': and: element types f32 and bool differ; cast one of them

//# a choice by numbers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Select(x, x, -x); }
//~ SIN0010 at 'Select(x, x, -x)': select: the condition must be bool, found f32; compare with something, such as x > 0f

//# a choice between types
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I64)] Tensor n) => Select(x > 0f, x, n); }
//~ SIN0010 at 'Select(x > 0f, x, n)': select: element types f32 and i64 differ; cast one of them

//# a sum of truths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Sum(x > 0f, 0); }
//~ SIN0010 at 'Sum(x > 0f, 0)': sum: takes numbers, found bool; Cast(x, ElementType.I32) makes numbers of truth values

//# a running sum of truths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => CumulativeSum(x > 0f, 0); }
//~ SIN0010 at 'CumulativeSum(x > 0f, 0)': cumulative_sum: takes numbers, found bool; Cast(x, ElementType.I32) makes numbers of truth values

//# a half that meets integers
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, Type = ElementType.I32)] Tensor n) => n + 0.5f; }
//~ SIN0010 at 'n + 0.5f': add: the constant 0.5 does not fit i32 elements; Cast the tensor to ElementType.F32 first

//# rows chosen by reals
[Model] public partial class M { readonly Embedding table = new(9, 4); [Entry] public Tensor Run([Shape(3)] Tensor x) => table[x]; }
//~ SIN0010 at 'table[x]': gather: indices must be i32, found f32; Cast(x, ElementType.I32) makes indices (in Embedding[])

//# parts of different types
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3, Type = ElementType.I32)] Tensor n) => Concatenate(0, x, n); }
//~ SIN0010 at 'Concatenate(0, x, n)': concatenate: i32[3] does not continue f32[3] along axis 0; parts differ in that axis alone, and have one element type

//# the negation of a truth
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => -(x > 0f); }
//~ SIN0010 at '-(x > 0f)': negate: takes numbers, found bool; Cast(x, ElementType.I32) makes numbers of truth values

//# a mask that is a number
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 2, 4)] Tensor q) => Attend(q, q, q, mask: (i, j) => i - j); }
//~ SIN0010 at 'Attend(q, q, q, mask: (i, j) => i - j)': select: the condition must be bool, found i32; compare with something, such as x > 0f (in Operations.Attend)

//# a cache that changes its type
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache rows = new(32);
    [Entry] public Tensor First([Shape("Time", 4)] Tensor x) => rows.Append(x);
    [Entry] public Tensor Second([Shape("Time", 4, Type = ElementType.F16)] Tensor x) => rows.Append(x);
}
//~ SIN0010 at 2. 'rows.Append(x)': state_append: the cache "rows" holds rows of f32[4] in another entry, found f16[Time, 4]; give each its own cache

//# a constant with more bits than the graph keeps
[Model] public partial class M { const long Prime = 0x1E3779B97F4A7C15; [Entry] public Tensor Run([Shape(3, Type = ElementType.I64)] Tensor n) => n * Prime; }
//~ SIN0012 at 2. 'Prime': the constant 2177342782468422677 cannot be compiled into a model; constants of the graph have 53 bits; write a greater one as a sum or product of two
