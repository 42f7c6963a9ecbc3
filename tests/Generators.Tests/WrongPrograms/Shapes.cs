// Shapes that do not fit, operation by operation.

//# a sum of two lengths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(4)] Tensor y) => x + y; }
//~ SIN0010 at 'x + y': add: shapes [3] and [4] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 3 meets 4

//# a scale of another width, by its name
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 8, Hidden = 12;
    readonly Weight scale = new(Hidden);
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => x * scale;
}
//~ SIN0010 at 'x * scale': multiply: shapes [Time, Width 8] and [Hidden 12] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but Width 8 meets Hidden 12

//# a comparison of two shapes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(2, 4)] Tensor y) => x < y; }
//~ SIN0010 at 'x < y': less: shapes [2, 3] and [2, 4] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 3 meets 4

//# a choice between two shapes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(5)] Tensor y) => Select(x > 0f, x, y); }
//~ SIN0010 at 'Select(x > 0f, x, y)': select: shapes [2, 3] and [2, 3] and [5] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 3 meets 5

//# a difference along the batch
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 3)] Tensor x, [Shape(7, 3)] Tensor y) => x - y; }
//~ SIN0010 at 'x - y': subtract: shapes [Batch, 3] and [7, 3] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but Batch meets 7

//# a column where a row was meant
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => x / Sum(x, -1); }
//~ SIN0010 at 'x / Sum(x, -1)': divide: shapes [Time, 4] and [Time] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 4 meets Time

//# time against what has passed and time
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache rows = new(32);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => x + rows.Append(x);
}
//~ SIN0010 at 'x + rows.Append(x)': add: shapes [Time, 4] and [Past+Time, 4] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but Time meets Past+Time

//# a product whose inner extents differ
[Model] public partial class M {
    readonly Weight weight = new(5, 7);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti,oi->to", x, weight);
}
//~ SIN0011 at 'Contract("ti,oi->to", x, weight)': contract: axis 'i' of "ti,oi->to" is 6 in one operand and 7 in the other: shapes [3, 6] and [5, 7]

//# a linear map of another width
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 16, Inner = 24;
    readonly Linear project = new(Inner, Width);
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => project[x];
}
//~ SIN0011 at 'project[x]': contract: axis 'i' of "ti,oi->to" is 16 in one operand and 24 in the other: shapes [Time, Width 16] and [Width 16, Inner 24] (in Linear[])

//# an equation with too many axes
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("bti,oi->bto", x, weight);
}
//~ SIN0011 at 'Contract("bti,oi->bto", x, weight)': contract: "bti,oi->bto" names 3 axes of operand 1, whose shape is [3, 6]

//# an equation that is none
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti*oi", x, weight);
}
//~ SIN0011 at 'Contract("ti*oi", x, weight)': contract: the equation "ti*oi" does not read as "ab,bc->ac"

//# a result axis from nowhere
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti,oi->tok", x, weight);
}
//~ SIN0011 at 'Contract("ti,oi->tok", x, weight)': contract: axis 'k' of the result of "ti,oi->tok" stands in no operand

//# a reshape to another count
[Model] public partial class M { [Entry] public Tensor Run([Shape(4, 6)] Tensor x) => Reshape(x, 5, 5); }
//~ SIN0010 at 'Reshape(x, 5, 5)': reshape: [4, 6] has 24 elements, [5, 5] would have 25

//# heads that do not share the width
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 10, Heads = 4;
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => Reshape(x, x.Shape[0], Heads, Width / Heads);
}
//~ SIN0010 at 'Reshape(x, x.Shape[0], Heads, Width / Heads)': reshape: [Time, Width 10] has 10*Time elements, [Time, Heads 4, 2] would have 8*Time

//# a reshape that forgets time
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 6)] Tensor x) => Reshape(x, 6, 2, 3); }
//~ SIN0010 at 'Reshape(x, 6, 2, 3)': reshape: [Time, 6] has 6*Time elements, [6, 2, 3] would have 36

//# a transposition of two of three axes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3, 4)] Tensor x) => Transpose(x, 1, 0); }
//~ SIN0010 at 'Transpose(x, 1, 0)': transpose: [1, 0] is no permutation of the 3 axes of [2, 3, 4]

//# a transposition that names an axis twice
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => Transpose(x, 0, 0); }
//~ SIN0010 at 'Transpose(x, 0, 0)': transpose: [0, 0] is no permutation of the 2 axes of [2, 3]

//# a broadcast to fewer elements
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => Broadcast(x, 2, 1); }
//~ SIN0010 at 'Broadcast(x, 2, 1)': broadcast: [2, 3] does not broadcast to [2, 1]

//# a slice past the end
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Slice(x, 0, 5, 4); }
//~ SIN0010 at 'Slice(x, 0, 5, 4)': slice: positions 5 to 8 may lie outside axis 0 of [8]

//# a slice of more than time can have
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Slice(x, Axis.Time, 0, 40); }
//~ SIN0010 at 'Slice(x, Axis.Time, 0, 40)': slice: positions 0 to 39 may lie outside axis 0 of [Time, 4]; Time is 1 to 32

//# a slice that long calls alone can give
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Slice(x, Axis.Time, 0, 8); }
//~ SIN0010 at 'Slice(x, Axis.Time, 0, 8)': slice: positions 0 to 7 may lie outside axis 0 of [Time, 4]; Time is 1 to 32

//# a slice that steps backwards
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Slice(x, 0, 0, 4, -1); }
//~ SIN0010 at 'Slice(x, 0, 0, 4, -1)': slice: 'step' must be positive, found -1

//# padding by less than nothing
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Pad(x, 0, -2, 0); }
//~ SIN0010 at 'Pad(x, 0, -2, 0)': pad: 'before' -2 and 'after' 0 must not be negative; slice to shorten

//# parts of different widths side by side
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Weight memory = new(3, 5);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Concatenate(0, memory, x);
}
//~ SIN0010 at 'Concatenate(0, memory, x)': concatenate: f32[Time, 4] does not continue f32[3, 5] along axis 0; parts differ in that axis alone, and have one element type

//# parts of different ranks
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(3)] Tensor y) => Concatenate(0, x, y); }
//~ SIN0010 at 'Concatenate(0, x, y)': concatenate: f32[3] does not continue f32[2, 3] along axis 0; parts differ in that axis alone, and have one element type

//# rows of different lengths stacked
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(4)] Tensor y) => Stack(0, x, y); }
//~ SIN0010 at 'Stack(0, x, y)': concatenate: f32[1, 4] does not continue f32[1, 3] along axis 0; parts differ in that axis alone, and have one element type (in Operations.Stack)

//# pieces that do not add up
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 9)] Tensor x) => Split(x, 1, 4, 4)[0]; }
//~ SIN0010 at 'Split(x, 1, 4, 4)': split: the lengths add up to 8, but the axis of [2, 9] has extent 9 (in Operations.Split)

//# pieces that are not equal
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 9)] Tensor x) => SplitEvenly(x, 1, 4)[0]; }
//~ SIN0010 at 'SplitEvenly(x, 1, 4)': split evenly: 4 pieces do not divide axis 1 of [2, 9], which has extent 9 (in Operations.SplitEvenly)

//# attention over flat queries
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => Attend(x, x, x); }
//~ SIN0010 at 'Attend(x, x, x)': attend: expected [Time, heads, width] three times, with a batch before or without, found [Time, 8], [Time, 8] and [Time, 8] (in Operations.Attend)

//# attention with key heads that do not divide
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 6, 4)] Tensor q, [Shape("Time", 4, 4)] Tensor k) => Attend(q, k, k);
}
//~ SIN0010 at 'Attend(q, k, k)': attend: the 4 heads of the keys [Time, 4, 4] do not divide the 6 heads of the queries [Time, 6, 4] (in Operations.Attend)

//# attention with keys of another width
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4, 8)] Tensor q, [Shape("Time", 4, 6)] Tensor k) => Attend(q, k, k);
}
//~ SIN0011 at 'Attend(q, k, k)': contract: axis 'd' of "tgrd,sgd->grts" is 8 in one operand and 6 in the other: shapes [Time, groups 4, 1, width 8] and [Time, 4, 6] (in Operations.Attend)

//# a mask of the wrong positions
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 2, 8)] Tensor q, [Shape(5)] Tensor seen) => Attend(q, q, q, mask: (i, j) => (j <= i) & (seen > 0f));
}
//~ SIN0010 at '(j <= i) & (seen > 0f)': and: shapes [Time, Time] and [5] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but Time meets 5

//# a convolution of other channels
[Model] public partial class M {
    readonly Weight kernel = new(4, 3, 3, 3);
    [Entry] public Tensor Run([Shape(5, 8, 8)] Tensor image) => Convolve(image, kernel, padding: 1);
}
//~ SIN0010 at 'Convolve(image, kernel, padding: 1)': convolve: weight [4, 3, 3, 3] has 3 channels for each of 1 groups and 4 outputs, which does not fit x [5, 8, 8] with 5 channels (in Operations.Convolve)

//# a layer norm of another width
[Model, Symbol("Batch", 1, 4)] public partial class M {
    readonly LayerNorm norm = new(width: 6);
    [Entry] public Tensor Run([Shape("Batch", 7)] Tensor x) => norm[x];
}
//~ SIN0010 at 'norm[x]': multiply: shapes [Batch, 7] and [width 6] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 7 meets width 6 (in LayerNorm[])

//# a layer that changes the width, and a residual
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly FeedForward network = new(8, 16);
    readonly Linear last = new(8, 9);
    [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => x + last[network[x]];
}
//~ SIN0010 at 'x + last[network[x]]': add: shapes [Time, 8] and [Time, outputs 9] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 8 meets outputs 9

//# a mismatch deep in a user's own blocks
[Block] public class Inner(int width) { readonly Weight gain = new(width); public Tensor this[Tensor x] => x * gain; }
[Block] public class Outer(int width) { readonly Inner inner = new(width + 1); public Tensor Forward(Tensor x) => inner[x]; }
[Model] public partial class M { readonly Outer outer = new(4); [Entry] public Tensor Run([Shape(2, 4)] Tensor x) => outer.Forward(x); }
//~ SIN0010 at 'x * gain': multiply: shapes [2, 4] and [width 5] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 4 meets width 5

//# a mismatch in a lambda
[Model] public partial class M {
    readonly Weight bias = new(5);
    [Entry] public Tensor Run([Shape(2, 4)] Tensor x) { Func<Tensor, Tensor> add = y => y + bias; return add(Tanh(x)); }
}
//~ SIN0010 at 'y + bias': add: shapes [2, 4] and [5] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 4 meets 5

//# the third layer of a loop
[Model] public partial class M {
    readonly Linear[] layers = [new(4, 6), new(6, 5), new(4, 3)];
    [Entry] public Tensor Run([Shape(2, 4)] Tensor x) { foreach (Linear layer in layers) { x = layer[x]; } return x; }
}
//~ SIN0011 at 'layer[x]': contract: axis 'i' of "ti,oi->to" is 5 in one operand and 4 in the other: shapes [2, outputs 5] and [outputs 3, inputs 4] (in Linear[])
