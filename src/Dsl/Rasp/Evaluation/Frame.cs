using System;

namespace Sinter.Rasp;

/// <summary>What a node sees when it is evaluated: the values of its operands and the inputs.</summary>
sealed class Frame(Node node, object[] operands, Bindings bindings) {
    public int Length => bindings.Length;

    public Bindings Bindings => bindings;

    public int Count => operands.Length;

    public Sequence Operand(int index) => (Sequence)operands[index];

    public Sequence<T> Operand<T>(int index) => (Sequence<T>)operands[index];

    public Selection Selection(int index) => (Selection)operands[index];

    /// <summary>The node has no value at a position.</summary>
    public RaspException Fault(int position, string problem, Exception? inner = null) => new(node.ToString(), position, problem, inner);

    /// <summary>The node has no value, for a cause that is not one position of its own.</summary>
    public RaspException Fault(string problem) => new(node.ToString(), problem);

    /// <summary>A sequence from its elements; the function returns whether there is a value.</summary>
    public Sequence<T> Fill<T>(Element<T> element) {
        var values = new T[Length];
        var present = new bool[Length];
        for (int i = 0; i < Length; i++) {
            try {
                present[i] = element(i, out values[i]);
            } catch (ElementException exception) {
                throw Fault(i, exception.Message);
            } catch (Exception exception) when (exception is not RaspException) {
                throw Fault(i, $"{exception.GetType().Name}: {exception.Message}", exception);
            }
        }
        return new Sequence<T>(values, present);
    }
}

/// <summary>The element at a position, if there is one.</summary>
delegate bool Element<T>(int position, out T value);

/// <summary>Why there is no element; the frame adds which expression and where.</summary>
sealed class ElementException(string problem) : Exception(problem);
