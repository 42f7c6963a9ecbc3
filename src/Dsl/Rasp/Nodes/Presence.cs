using System;

namespace Sinter.Rasp.Nodes;

/// <summary>The second operand where the first is true, the third where it is false, null where it is null.</summary>
public sealed class Choice<T> : SOp<T> {
    internal Choice(SOp<bool> condition, SOp<T> whenTrue, SOp<T> whenFalse) : base(NodeKind.Choose, condition, whenTrue, whenFalse) {
    }

    internal override string Write(Func<int, string> operand) => $"if({operand(0)}, {operand(1)}, {operand(2)})";

    internal override object Evaluate(Frame frame) {
        Sequence<bool> condition = frame.Operand<bool>(0);
        Sequence<T> whenTrue = frame.Operand<T>(1);
        Sequence<T> whenFalse = frame.Operand<T>(2);
        return frame.Fill((int position, out T value) => {
            value = default!;
            return condition.IsPresent(position) && (condition[position] ? whenTrue : whenFalse).TryGet(position, out value);
        });
    }
}

/// <summary>The first operand, and the second where the first is null.</summary>
public sealed class OrElse<T> : SOp<T> {
    internal OrElse(SOp<T> first, SOp<T> second) : base(NodeKind.OrElse, first, second) {
    }

    internal override string Write(Func<int, string> operand) => $"or_else({operand(0)}, {operand(1)})";

    internal override object Evaluate(Frame frame) {
        Sequence<T> first = frame.Operand<T>(0);
        Sequence<T> second = frame.Operand<T>(1);
        return frame.Fill((int position, out T value) => first.TryGet(position, out value) || second.TryGet(position, out value));
    }
}

/// <summary>Whether the operand has a value.</summary>
public sealed class IsPresent : SOp<bool> {
    internal IsPresent(SOp operand) : base(NodeKind.IsPresent, operand) {
    }

    internal override string Write(Func<int, string> operand) => $"is_present({operand(0)})";

    internal override object Evaluate(Frame frame) {
        Sequence sequence = frame.Operand(0);
        return frame.Fill((int position, out bool value) => {
            value = sequence.IsPresent(position);
            return true;
        });
    }
}

/// <summary>A null of the language as a null of C#, so that it is an element like others.</summary>
public sealed class AsNullable<T> : SOp<T?> where T : struct {
    internal AsNullable(SOp<T> operand) : base(NodeKind.AsNullable, operand) {
    }

    internal override string Write(Func<int, string> operand) => $"as_nullable({operand(0)})";

    internal override object Evaluate(Frame frame) {
        Sequence<T> sequence = frame.Operand<T>(0);
        return frame.Fill((int position, out T? value) => {
            value = sequence.TryGet(position, out T element) ? element : null;
            return true;
        });
    }
}

/// <summary>A null of C# as a null of the language, so that it spreads.</summary>
public sealed class FromNullable<T> : SOp<T> where T : struct {
    internal FromNullable(SOp<T?> operand) : base(NodeKind.FromNullable, operand) {
    }

    internal override string Write(Func<int, string> operand) => $"from_nullable({operand(0)})";

    internal override object Evaluate(Frame frame) {
        Sequence<T?> sequence = frame.Operand<T?>(0);
        return frame.Fill((int position, out T value) => {
            bool present = sequence.TryGet(position, out T? element) && element.HasValue;
            value = element.GetValueOrDefault();
            return present;
        });
    }
}
