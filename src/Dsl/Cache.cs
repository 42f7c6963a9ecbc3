using System;

namespace Sinter;

/// <summary>
/// Rows that live between the calls of a model, such as the keys of attention. Its name is the path of the field that
/// holds it, and its row shape is that of what is appended.
/// </summary>
public sealed class Cache {
    Tensor? rows;
    Step? lastStep;

    /// <summary>An empty cache.</summary>
    /// <param name="capacity">The most rows it may hold.</param>
    public Cache(int capacity) {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
    }

    /// <summary>The most rows it may hold.</summary>
    public int Capacity { get; }

    /// <summary>Stores <paramref name="x"/> after the rows of earlier steps.</summary>
    /// <param name="x">[Time, ...]</param>
    /// <returns>[Past + Time, ...]: the rows of all earlier steps, then <paramref name="x"/>.</returns>
    /// <exception cref="InvalidOperationException">There is no step, it has appended before, or rows are missing or too many.</exception>
    /// <exception cref="ShapeException">The rows differ in shape from earlier ones.</exception>
    [Primitive("state_append")]
    public Tensor Append(Tensor x) {
        Step step = Step.Current;
        if (ReferenceEquals(step, lastStep)) {
            throw new InvalidOperationException("a cache takes one Append in a step; this is the second");
        }
        if (x.Shape.Rank == 0 || x.Shape[0] != step.Time) {
            throw new ShapeException("append", $"expected {step.Time} rows, those of this step, found {x.Shape}");
        }
        int held = rows is null ? 0 : rows.Shape[0];
        if (held < step.Past) {
            throw new InvalidOperationException($"the cache holds {held} rows, but the step says that {step.Past} tokens went before");
        }
        if (step.Past + step.Time > Capacity) {
            throw new InvalidOperationException(
                $"the cache holds at most {Capacity} rows; {step.Past} earlier and {step.Time} of this step do not fit");
        }
        Tensor? earlier = rows;
        if (earlier is not null) {
            if (earlier.ElementType != x.ElementType || !earlier.Shape.Without(0).Equals(x.Shape.Without(0))) {
                throw new ShapeException("append", $"rows of {x.Describe()} after rows of {earlier.Describe()}");
            }
            // A step may go back to an earlier place of the sequence: what came after it is forgotten.
            earlier = Operations.Slice(earlier, 0, 0, step.Past);
        }
        Tensor all = earlier is null ? x : Operations.Concatenate(0, earlier, x);
        string?[] labels = [.. all.Shape.Labels];
        labels[0] = "Past + Time";
        rows = all.Labelled(labels);
        lastStep = step;
        return rows;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() {
        rows = null;
        lastStep = null;
    }
}
