using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>Puts the tensors of a file into a source of one weight, and finds the shapes that follow.</summary>
/// <param name="file">The file.</param>
/// <param name="weight">The weight.</param>
/// <param name="values">What the placeholders of the rule stand for.</param>
sealed class SourceBinding(WeightFile file, WeightDescription weight, IReadOnlyDictionary<string, string> values) {
    readonly List<string> found = [];
    readonly List<string> missing = [];
    readonly List<WeightTensor> tensors = [];

    /// <summary>Names that the file lacks.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>Names that the file has.</summary>
    public IReadOnlyList<string> Found => found;

    /// <summary>The tensors that are read.</summary>
    public IReadOnlyList<WeightTensor> Tensors => tensors;

    /// <summary>The first tensor of a type that the weight's cannot be read from, or null.</summary>
    public WeightTensor? Unreadable { get; private set; }

    /// <summary>Looks for the tensors alone: afterwards <see cref="Missing"/> and <see cref="Found"/> are known.</summary>
    public void Find(TensorSource source) {
        Visit(source, values);

        void Visit(TensorSource at, IReadOnlyDictionary<string, string> known) {
            if (at is TensorSource.Named named) {
                string name = named.Name.Fill(known);
                (file.Tensors.ContainsKey(name) ? found : missing).Add(name);
                return;
            }
            foreach (TensorSource operand in at.Operands) {
                foreach (IReadOnlyDictionary<string, string> each in at is TensorSource.Joined ? Counted(operand, known) : [known]) {
                    Visit(operand, each);
                }
            }
        }
    }

    /// <summary>The source over the file's tensors, all of which are there.</summary>
    /// <exception cref="SourceShapeException">Shapes within it do not fit.</exception>
    public SourceNode Build(TensorSource source) => Build(source, values, casts: false);

    SourceNode Build(TensorSource source, IReadOnlyDictionary<string, string> known, bool casts) {
        switch (source) {
            case TensorSource.Named named:
                WeightTensor tensor = file.Tensors[named.Name.Fill(known)];
                tensors.Add(tensor);
                if (!ElementReading.CanRead(tensor.Type, weight.Type, casts)) {
                    Unreadable ??= tensor;
                }
                return new SourceNode.Leaf(tensor);
            case TensorSource.Constant constant:
                return new SourceNode.Fill(constant.Value, [.. weight.Shape]);
            case TensorSource.Cast cast:
                return Build(cast.Of, known, casts: true);
            case TensorSource.Transposed transposed:
                return Transpose(Build(transposed.Of, known, casts), transposed.Order, source, known);
            case TensorSource.Sliced sliced:
                return Slice(Build(sliced.Of, known, casts), sliced.Cuts, source, known);
            case TensorSource.Reshaped reshaped:
                return Reshape(Build(reshaped.Of, known, casts), reshaped.Extents.IsEmpty ? weight.Shape : reshaped.Extents, source, known);
            case TensorSource.Interleaved interleaved:
                return Untwist(Build(interleaved.Of, known, casts), interleaved.Heads == 0 ? weight.RotaryHeads : interleaved.Heads, source, known);
            case TensorSource.Joined joined:
                SourceNode[] parts = [.. joined.Parts.SelectMany(part => Counted(part, known).Select(each => Build(part, each, casts)))];
                return Join(parts, joined, known);
            default:
                throw new ArgumentOutOfRangeException(nameof(source), source, "unknown source");
        }
    }

    // A part with a number that nothing stands for yet is all the parts that the file has, counted from 0; at least the first.
    IEnumerable<IReadOnlyDictionary<string, string>> Counted(TensorSource part, IReadOnlyDictionary<string, string> known) {
        string? letter = part.Placeholders.FirstOrDefault(word => !known.ContainsKey(word));
        if (letter is null) {
            yield return known;
            yield break;
        }
        for (int number = 0; ; number++) {
            Dictionary<string, string> each = new(known, StringComparer.Ordinal) { [letter] = number.ToString(CultureInfo.InvariantCulture) };
            if (number > 0 && !Names(part, each).Any(file.Tensors.ContainsKey)) {
                yield break;
            }
            yield return each;
        }
    }

    static IEnumerable<string> Names(TensorSource source, IReadOnlyDictionary<string, string> known) =>
        source is TensorSource.Named named ? [named.Name.Fill(known)] : source.Operands.SelectMany(operand => Names(operand, known));

    static SourceNode.Transposed Transpose(SourceNode of, ImmutableArray<int> order, TensorSource source, IReadOnlyDictionary<string, string> known) {
        int rank = of.Shape.Length;
        if (order.IsEmpty ? rank < 2 : order.Length != rank) {
            throw new SourceShapeException(source.Show(known), $"expected {(order.IsEmpty ? "at least two" : order.Length.ToString(CultureInfo.InvariantCulture))} axes, found shape {Quoting.Shape(of.Shape)}");
        }
        return new(of, order.IsEmpty ? [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2] : [.. order]);
    }

    static SourceNode.Sliced Slice(SourceNode of, ImmutableArray<Cut> cuts, TensorSource source, IReadOnlyDictionary<string, string> known) {
        if (cuts.Length > of.Shape.Length) {
            throw new SourceShapeException(source.Show(known), $"{cuts.Length} parts are taken of the {of.Shape.Length} axes of shape {Quoting.Shape(of.Shape)}");
        }
        var ranges = new (long, long, bool)[of.Shape.Length];
        for (int axis = 0; axis < ranges.Length; axis++) {
            long extent = of.Shape[axis];
            Cut cut = axis < cuts.Length ? cuts[axis] : new Cut(CutKind.Range, 0, -1);
            if (cut.Kind == CutKind.Part && extent % cut.End != 0) {
                throw new SourceShapeException(source.Show(known), $"axis {axis} of shape {Quoting.Shape(of.Shape)} has no {cut.End} equal parts");
            }
            long first = cut.Kind == CutKind.Part ? extent / cut.End * cut.First : cut.First;
            long end = cut.Kind == CutKind.Part ? first + extent / cut.End : cut.End < 0 ? extent : cut.End;
            if (first > end || end > extent) {
                throw new SourceShapeException(source.Show(known), $"'{cut}' lies outside axis {axis} of shape {Quoting.Shape(of.Shape)}");
            }
            ranges[axis] = (first, end - first, cut.Kind == CutKind.Position);
        }
        return new(of, ranges);
    }

    static SourceNode.Reshaped Reshape(SourceNode of, ImmutableArray<long> extents, TensorSource source, IReadOnlyDictionary<string, string> known) {
        long count = TensorView.Count(of.Shape), given = TensorView.Count([.. extents.Where(extent => extent != -1)]);
        bool infers = extents.Contains(-1);
        if (infers ? given == 0 || count % given != 0 : given != count) {
            throw new SourceShapeException(source.Show(known), $"the {count} elements of shape {Quoting.Shape(of.Shape)} make no {Quoting.Shape(extents.AsSpan())}");
        }
        return new(of, [.. extents.Select(extent => extent == -1 ? count / given : extent)]);
    }

    static SourceNode Untwist(SourceNode of, int heads, TensorSource source, IReadOnlyDictionary<string, string> known) {
        if (heads == 0) {
            return of;
        }
        if (of.Shape.Length == 0 || of.Shape[0] % (2L * heads) != 0) {
            throw new SourceShapeException(source.Show(known), $"expected rows that make {heads} heads of even size, found shape {Quoting.Shape(of.Shape)}");
        }
        long half = of.Shape[0] / heads / 2, row = TensorView.Count(of.Shape.AsSpan(1));
        return new SourceNode.Reshaped(new SourceNode.Transposed(new SourceNode.Reshaped(of, [heads, half, 2, row]), [0, 2, 1, 3]), of.Shape);
    }

    static SourceNode.Joined Join(SourceNode[] parts, TensorSource.Joined joined, IReadOnlyDictionary<string, string> known) {
        int axis = joined.Axis;
        long[] first = parts[0].Shape;
        if (axis > first.Length - (joined.IsStack ? 0 : 1)) {
            throw new SourceShapeException(joined.Show(known), $"there is no axis {axis} in shape {Quoting.Shape(first)}");
        }
        foreach (SourceNode part in parts) {
            bool fits = part.Shape.Length == first.Length && Enumerable.Range(0, first.Length).All(at => part.Shape[at] == first[at] || (at == axis && !joined.IsStack));
            if (!fits) {
                throw new SourceShapeException(joined.Show(known), $"shape {Quoting.Shape(part.Shape)} does not fit shape {Quoting.Shape(first)} but along axis {axis}");
            }
        }
        SourceNode[] along = joined.IsStack ? [.. parts.Select(part => new SourceNode.Inserted(part, axis))] : parts;
        long[] shape = [.. along[0].Shape];
        shape[axis] = along.Sum(part => part.Shape[axis]);
        return new(axis, along, shape);
    }
}

/// <summary>Shapes within a source do not fit.</summary>
sealed class SourceShapeException(string source, string problem) : Exception($"{source}: {problem}");
