// Axes that are not there.

//# a sum over a third axis of two
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => Sum(x, 2); }
//~ SIN0029 at 'Sum(x, 2)': Axis 2 is outside [3, 4], which has 2 axes; write 0 to 1, or -1 to -2 from the end

//# a softmax from too far behind
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => Softmax(x, -3); }
//~ SIN0029 at 'Softmax(x, -3)': Axis -3 is outside [3, 4], which has 2 axes; write 0 to 1, or -1 to -2 from the end (in Operations.Softmax)

//# time in a model without it
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x) => CumulativeSum(x, Axis.Time); }
//~ SIN0029 at 'CumulativeSum(x, Axis.Time)': No single axis of [3, 4] depends on Time; give the axis by its number

//# time twice
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", "Time")] Tensor x) => Sum(x, Axis.Time); }
//~ SIN0029 at 'Sum(x, Axis.Time)': No single axis of [Time, Time] depends on Time; give the axis by its number

//# an extent of an axis too many
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Reshape(x, x.Shape[1], 3); }
//~ SIN0029 at 'x.Shape[1]': Axis 1 is outside [3], which has 1 axis; write 0 to 0, or -1 to -1 from the end

//# a sum of a scalar
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Sum(Sum(x, 0), 0); }
//~ SIN0029 at 'Sum(Sum(x, 0), 0)': Axis 0 is outside [], a scalar, which has no axes

//# rows of a scalar
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Max(x, 0)[0]; }
//~ SIN0010 at 'Max(x, 0)[0]': index: a scalar has no rows (in Tensor[])

//# a gathering along no axis
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 4)] Tensor x, [Shape(2, Type = ElementType.I32)] Tensor which) => Gather(x, which, 2); }
//~ SIN0029 at 'Gather(x, which, 2)': Axis 2 is outside [3, 4], which has 2 axes; write 0 to 1, or -1 to -2 from the end
