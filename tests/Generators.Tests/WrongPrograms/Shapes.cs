// Shapes that do not fit, operation by operation.

//# a sum of two lengths
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(4)] Tensor y) => x + y; }

//# a scale of another width, by its name
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 8, Hidden = 12;
    readonly Weight scale = new(Hidden);
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => x * scale;
}

//# a comparison of two shapes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(2, 4)] Tensor y) => x < y; }

//# a choice between two shapes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(5)] Tensor y) => Select(x > 0f, x, y); }

//# a difference along the batch
[Model, Symbol("Batch", 1, 8)] public partial class M { [Entry] public Tensor Run([Shape("Batch", 3)] Tensor x, [Shape(7, 3)] Tensor y) => x - y; }

//# a column where a row was meant
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => x / Sum(x, -1); }

//# time against what has passed and time
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache rows = new(32);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => x + rows.Append(x);
}

//# a product whose inner extents differ
[Model] public partial class M {
    readonly Weight weight = new(5, 7);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti,oi->to", x, weight);
}

//# a linear map of another width
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 16, Inner = 24;
    readonly Linear project = new(Inner, Width);
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => project[x];
}

//# an equation with too many axes
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("bti,oi->bto", x, weight);
}

//# an equation that is none
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti*oi", x, weight);
}

//# a result axis from nowhere
[Model] public partial class M {
    readonly Weight weight = new(5, 6);
    [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => Contract("ti,oi->tok", x, weight);
}

//# a reshape to another count
[Model] public partial class M { [Entry] public Tensor Run([Shape(4, 6)] Tensor x) => Reshape(x, 5, 5); }

//# heads that do not share the width
[Model, Symbol("Time", 1, 32)] public partial class M {
    const int Width = 10, Heads = 4;
    [Entry] public Tensor Run([Shape("Time", Width)] Tensor x) => Reshape(x, x.Shape[0], Heads, Width / Heads);
}

//# a reshape that forgets time
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 6)] Tensor x) => Reshape(x, 6, 2, 3); }

//# a transposition of two of three axes
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3, 4)] Tensor x) => Transpose(x, 1, 0); }

//# a transposition that names an axis twice
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => Transpose(x, 0, 0); }

//# a broadcast to fewer elements
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => Broadcast(x, 2, 1); }

//# a slice past the end
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Slice(x, 0, 5, 4); }

//# a slice of more than time can have
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Slice(x, Axis.Time, 0, 40); }

//# a slice that long calls alone can give
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Slice(x, Axis.Time, 0, 8); }

//# a slice that steps backwards
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Slice(x, 0, 0, 4, -1); }

//# padding by less than nothing
[Model] public partial class M { [Entry] public Tensor Run([Shape(8)] Tensor x) => Pad(x, 0, -2, 0); }

//# parts of different widths side by side
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Weight memory = new(3, 5);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Concatenate(0, memory, x);
}

//# parts of different ranks
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 3)] Tensor x, [Shape(3)] Tensor y) => Concatenate(0, x, y); }

//# rows of different lengths stacked
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(4)] Tensor y) => Stack(0, x, y); }

//# pieces that do not add up
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 9)] Tensor x) => Split(x, 1, 4, 4)[0]; }

//# pieces that are not equal
[Model] public partial class M { [Entry] public Tensor Run([Shape(2, 9)] Tensor x) => SplitEvenly(x, 1, 4)[0]; }

//# attention over flat queries
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => Attend(x, x, x); }

//# attention with key heads that do not divide
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 6, 4)] Tensor q, [Shape("Time", 4, 4)] Tensor k) => Attend(q, k, k);
}

//# attention with keys of another width
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 4, 8)] Tensor q, [Shape("Time", 4, 6)] Tensor k) => Attend(q, k, k);
}

//# a mask of the wrong positions
[Model, Symbol("Time", 1, 32)] public partial class M {
    [Entry] public Tensor Run([Shape("Time", 2, 8)] Tensor q, [Shape(5)] Tensor seen) => Attend(q, q, q, mask: (i, j) => (j <= i) & (seen > 0f));
}

//# a convolution of other channels
[Model] public partial class M {
    readonly Weight kernel = new(4, 3, 3, 3);
    [Entry] public Tensor Run([Shape(5, 8, 8)] Tensor image) => Convolve(image, kernel, padding: 1);
}

//# a layer norm of another width
[Model, Symbol("Batch", 1, 4)] public partial class M {
    readonly LayerNorm norm = new(width: 6);
    [Entry] public Tensor Run([Shape("Batch", 7)] Tensor x) => norm[x];
}

//# a layer that changes the width, and a residual
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly FeedForward network = new(8, 16);
    readonly Linear last = new(8, 9);
    [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => x + last[network[x]];
}

//# a mismatch deep in a user's own blocks
[Block] public class Inner(int width) { readonly Weight gain = new(width); public Tensor this[Tensor x] => x * gain; }
[Block] public class Outer(int width) { readonly Inner inner = new(width + 1); public Tensor Forward(Tensor x) => inner[x]; }
[Model] public partial class M { readonly Outer outer = new(4); [Entry] public Tensor Run([Shape(2, 4)] Tensor x) => outer.Forward(x); }

//# a mismatch in a lambda
[Model] public partial class M {
    readonly Weight bias = new(5);
    [Entry] public Tensor Run([Shape(2, 4)] Tensor x) { Func<Tensor, Tensor> add = y => y + bias; return add(Tanh(x)); }
}

//# the third layer of a loop
[Model] public partial class M {
    readonly Linear[] layers = [new(4, 6), new(6, 5), new(4, 3)];
    [Entry] public Tensor Run([Shape(2, 4)] Tensor x) { foreach (Linear layer in layers) { x = layer[x]; } return x; }
}
