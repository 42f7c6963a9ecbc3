using System;
using System.Linq;

namespace Sinter;

public static partial class Operations {
    /// <summary>
    /// The loop that all others are made of. The body is given the number of the iteration (i32), this iteration's rows of
    /// <paramref name="rows"/>, and the carried tensors; it returns the carried tensors for the next iteration and the rows to collect.
    /// </summary>
    /// <param name="count">The number of iterations.</param>
    /// <param name="rows">Tensors [count, ...].</param>
    /// <param name="initial">The carried tensors before the first iteration.</param>
    /// <param name="body">One iteration.</param>
    /// <param name="conditional">Whether carried tensor 0 is a bool that ends the loop once it is false; nothing can be collected then.</param>
    /// <returns>The carried tensors after the last iteration, and what was collected, [count, ...] each.</returns>
    /// <exception cref="ShapeException">A tensor has another number of rows, or an iteration changes the shape or type of what it carries.</exception>
    [Primitive("loop")]
    public static (Tensor[] Carried, Tensor[] Collected) Iterate(
        int count,
        Tensor[] rows,
        Tensor[] initial,
        Func<Tensor, Tensor[], Tensor[], (Tensor[] Carried, Tensor[] Collected)> body,
        bool conditional = false) {
        foreach (Tensor tensor in rows) {
            if (tensor.Shape.Rank == 0 || tensor.Shape[0] != count) {
                throw new ShapeException("loop", $"the loop runs {count} times, but {tensor.Describe()} does not have as many rows");
            }
        }
        if (conditional && (initial.Length == 0 || initial[0].ElementType != ElementType.Bool || initial[0].Shape.Rank != 0)) {
            throw new ShapeException("loop", $"the condition must be a single bool, found {(initial.Length == 0 ? "none" : initial[0].Describe())}");
        }
        Tensor[] carried = initial;
        Tensor[][] collected = new Tensor[count][];
        for (int i = 0; i < count && (!conditional || carried[0].Scalar() != 0); i++) {
            (Tensor[] next, collected[i]) = body(Cast(i, ElementType.I32), [.. rows.Select(tensor => tensor[i])], carried);
            if (next.Length != carried.Length) {
                throw new ShapeException("loop", $"the loop carries {carried.Length} tensors, but an iteration returns {next.Length}");
            }
            for (int state = 0; state < next.Length; state++) {
                if (!next[state].Shape.Equals(carried[state].Shape) || next[state].ElementType != carried[state].ElementType) {
                    throw new ShapeException("loop", $"carried tensor {state} starts as {carried[state].Describe()}, but an iteration makes {next[state].Describe()} of it");
                }
            }
            if (conditional && collected[i].Length > 0) {
                throw new ShapeException("loop", "a loop that may end early cannot collect rows");
            }
            carried = next;
        }
        if (count == 0) {
            // What an iteration would collect is known only from an iteration; one over empty rows shows its shape.
            Tensor[] shown = body(Cast(0, ElementType.I32), [.. rows.Select(tensor => Broadcast(Cast(0f, tensor.ElementType), [.. tensor.Shape.ToArray().Skip(1)]))], carried).Collected;
            return (carried, [.. shown.Select(row => Slice(Stack(0, row), 0, 0, 0))]);
        }
        // The rows stand where those that were given stood: along the same axis of time.
        string? label = rows.Length == 0 ? null : rows[0].Shape.Labels[0];
        return (carried, conditional ? [] : [
            .. Enumerable.Range(0, collected[0].Length).Select(row => Stack(0, [.. collected.Select(step => step[row])]).Labelled([label, .. collected[0][row].Shape.Labels])),
        ]);
    }

    /// <summary>
    /// A recurrence over an axis: at each place the step is given the state so far and the inputs there, and returns the next state and
    /// an output.
    /// </summary>
    /// <param name="initial">The state before the first place, of any shape.</param>
    /// <param name="inputs">[..., count, ...]</param>
    /// <param name="step">From the state and the inputs' slice (without the axis) to the next state and the output.</param>
    /// <param name="axis">The axis of the inputs, and of the outputs.</param>
    /// <returns>The last state, and the outputs of all places.</returns>
    /// <exception cref="ShapeException">The state changes its shape or type.</exception>
    public static (Tensor State, Tensor Outputs) Scan(Tensor initial, Tensor inputs, Func<Tensor, Tensor, (Tensor State, Tensor Output)> step, Axis axis) {
        (Tensor[] states, Tensor[] outputs) = Scan(
            [initial],
            [inputs],
            (state, input) => {
                (Tensor next, Tensor output) = step(state[0], input[0]);
                return ([next], [output]);
            },
            axis);
        return (states[0], outputs[0]);
    }

    /// <summary>A recurrence over an axis with several states, inputs and outputs; see the other form.</summary>
    /// <param name="initial">The states before the first place.</param>
    /// <param name="inputs">[..., count, ...] each; all have as many places along the axis.</param>
    /// <param name="step">From the states and the inputs' slices to the next states and the outputs.</param>
    /// <param name="axis">The axis of the inputs, and of the outputs that have it; outputs of fewer axes are stacked along axis 0.</param>
    /// <returns>The last states, and the outputs of all places.</returns>
    /// <exception cref="ShapeException">There is no input, the inputs differ in their number of places, or a state changes its shape or type.</exception>
    public static (Tensor[] States, Tensor[] Outputs) Scan(
        Tensor[] initial,
        Tensor[] inputs,
        Func<Tensor[], Tensor[], (Tensor[] States, Tensor[] Outputs)> step,
        Axis axis) {
        if (inputs.Length == 0) {
            throw new ShapeException("scan", "there is no input to scan over; use Repeat to iterate without one");
        }
        int[] places = [.. inputs.Select(input => axis.In(input.Shape))];
        int count = inputs[0].Shape[places[0]];
        Tensor[] rows = [.. inputs.Select((input, i) => AxisFirst(input, places[i]))];
        (Tensor[] states, Tensor[] outputs) = Iterate(count, rows, initial, (_, row, carried) => step(carried, row));
        return (states, [.. outputs.Select(output => AxisFrom(output, places[0] < output.Shape.Rank ? places[0] : 0))]);
    }

    /// <summary>A body applied to carried tensors a number of times that is known when the call starts.</summary>
    /// <param name="count">The number of iterations; an extent such as <c>x.Shape[0]</c> will do.</param>
    /// <param name="initial">The tensors before the first iteration.</param>
    /// <param name="body">From the number of the iteration (i32) and the tensors to the next tensors.</param>
    /// <exception cref="ShapeException">An iteration changes the shape or type of a tensor.</exception>
    public static Tensor[] Repeat(int count, Tensor[] initial, Func<Tensor, Tensor[], Tensor[]> body) =>
        Iterate(count, [], initial, (i, _, carried) => (body(i, carried), [])).Carried;

    /// <summary>A body applied to one tensor a number of times; see the other form.</summary>
    public static Tensor Repeat(int count, Tensor initial, Func<Tensor, Tensor, Tensor> body) =>
        Repeat(count, [initial], (i, carried) => [body(i, carried[0])])[0];

    /// <summary>A body applied to carried tensors as long as a condition on them holds, and at most <paramref name="most"/> times.</summary>
    /// <param name="most">The bound of the number of iterations.</param>
    /// <param name="initial">The tensors before the first iteration.</param>
    /// <param name="condition">From the number of iterations so far (i32) and the tensors to a single bool: whether to go on.</param>
    /// <param name="body">From the number of the iteration (i32) and the tensors to the next tensors.</param>
    /// <exception cref="ShapeException">The condition is no single bool, or an iteration changes the shape or type of a tensor.</exception>
    public static Tensor[] While(int most, Tensor[] initial, Func<Tensor, Tensor[], Tensor> condition, Func<Tensor, Tensor[], Tensor[]> body) {
        Tensor[] carried = Iterate(
            most,
            [],
            [condition(Cast(0, ElementType.I32), initial), .. initial],
            (i, _, state) => {
                Tensor[] next = body(i, state[1..]);
                return ([condition(i + 1, next), .. next], []);
            },
            conditional: true).Carried;
        return carried[1..];
    }

    /// <summary>A body applied to one tensor as long as a condition on it holds; see the other form.</summary>
    public static Tensor While(int most, Tensor initial, Func<Tensor, Tensor, Tensor> condition, Func<Tensor, Tensor, Tensor> body) =>
        While(most, [initial], (i, carried) => condition(i, carried[0]), (i, carried) => [body(i, carried[0])])[0];

    /// <summary>One of two computations, by a bool that the call computes. Compiled, only the side that is taken is computed.</summary>
    /// <remarks>
    /// Evaluated eagerly both are, so that both are checked. What a side appends to a <see cref="Cache"/> or writes into a
    /// <see cref="State"/> is kept whichever side is taken, compiled and eagerly.
    /// </remarks>
    /// <param name="condition">A single bool.</param>
    /// <param name="then">The results where it holds.</param>
    /// <param name="otherwise">As many results of the same shapes and types where it does not.</param>
    /// <exception cref="ShapeException">The condition is no single bool, or the sides differ in number, shape or type.</exception>
    [Primitive("branch")]
    public static Tensor[] If(Tensor condition, Func<Tensor[]> then, Func<Tensor[]> otherwise) {
        if (condition.ElementType != ElementType.Bool || condition.Shape.Rank != 0) {
            throw new ShapeException("branch", $"the condition must be a single bool, found {condition.Describe()}");
        }
        Tensor[] first = then();
        Tensor[] second = otherwise();
        if (first.Length != second.Length) {
            throw new ShapeException("branch", $"one side has {first.Length} results, the other {second.Length}");
        }
        for (int i = 0; i < first.Length; i++) {
            if (!first[i].Shape.Equals(second[i].Shape) || first[i].ElementType != second[i].ElementType) {
                throw new ShapeException("branch", $"result {i} is {first[i].Describe()} on one side and {second[i].Describe()} on the other");
            }
        }
        return condition.Scalar() != 0 ? first : second;
    }

    /// <summary>One of two tensors, of which only the one that is taken is computed; see the other form.</summary>
    public static Tensor If(Tensor condition, Func<Tensor> then, Func<Tensor> otherwise) => If(condition, () => [then()], () => [otherwise()])[0];

    /// <summary>
    /// At each place of an axis, all tuples up to it combined from the left by an associative function: (x0, x0*x1, (x0*x1)*x2, ...).
    /// </summary>
    /// <param name="inputs">The tensors that make the tuple, [..., count, ...] each.</param>
    /// <param name="combine">From the tuple so far and that of a place (slices without the axis) to the combined tuple.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">There is no input, the inputs differ in their number of places, or combining changes a shape or type.</exception>
    public static Tensor[] AssociativeScan(Tensor[] inputs, Func<Tensor[], Tensor[], Tensor[]> combine, Axis axis) {
        if (inputs.Length == 0) {
            throw new ShapeException("associative_scan", "there is no input to scan over");
        }
        int[] places = [.. inputs.Select(input => axis.In(input.Shape))];
        Tensor[] rows = [.. inputs.Select((input, i) => AxisFirst(input, places[i]))];
        Tensor[] initial = [.. rows.Select(row => Broadcast(Cast(0f, row.ElementType), [.. row.Shape.ToArray()[1..]]))];
        (_, Tensor[] outputs) = Iterate(rows[0].Shape[0], rows, initial, (i, row, sofar) => {
            Tensor[] combined = combine(sofar, row);
            Tensor isFirst = Equal(i, 0);
            Tensor[] next = [.. combined.Select((value, part) => Select(isFirst, row[part], value))];
            return (next, next);
        });
        return [.. outputs.Select((output, i) => AxisFrom(output, places[i]))];
    }

    /// <summary>The number of tokens of the earlier calls of this sequence: i32.</summary>
    [Primitive("past")]
    public static Tensor Past() => Cast(Step.Current.Past, ElementType.I32);

    static Tensor AxisFirst(Tensor x, int axis) {
        if (axis == 0) {
            return x;
        }
        int[] order = [axis, .. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis)];
        return Transpose(x, order);
    }

    static Tensor AxisFrom(Tensor x, int axis) {
        if (axis == 0) {
            return x;
        }
        int[] order = [.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, x.Shape.Rank - axis - 1)];
        return Transpose(x, order);
    }
}
