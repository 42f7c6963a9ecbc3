// Axes that are not there.

//# a sum over a third axis of two
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => Sum(x, 2); }

//# a softmax from too far behind
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => Softmax(x, -3); }

//# time in a model without it
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => CumulativeSum(x, Axis.Time); }

//# time twice
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", "Time")] Tensor x) => Sum(x, Axis.Time); }

//# an extent of an axis too many
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Reshape(x, x.Shape[1], 3); }

//# a sum of a scalar
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Sum(Sum(x, 0), 0); }

//# rows of a scalar
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Max(x, 0)[0]; }

//# a gathering along no axis
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x, [Shape(2, Type = ElementType.I32)] Tensor which) => Gather(x, which, 2); }
