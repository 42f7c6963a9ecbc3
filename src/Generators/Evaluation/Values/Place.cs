using System;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>Something that holds a value and can be assigned.</summary>
internal abstract class Place {
    public abstract Value Get();

    public abstract void Set(Value value);
}

/// <summary>A local, parameter or field.</summary>
internal sealed class Variable(Value value) : Place {
    private readonly long made = Clock.Next();
    private Value value = value;

    public override Value Get() => value;

    public override void Set(Value value) {
        if (Clock.IsBefore(made)) {
            throw new OutsideChangeException();
        }
        this.value = value;
    }
}

/// <summary>
/// Tells what was made before a function that a loop of the graph calls. The function is evaluated once and runs often, so that what it
/// would change around itself would be changed once here and often in C#.
/// </summary>
internal static class Clock {
    // An evaluation stays on its thread.
    [ThreadStatic]
    private static long now;

    [ThreadStatic]
    private static long begin;

    public static long Next() => ++now;

    /// <summary>Whether something was made before the innermost loop that is being evaluated.</summary>
    public static bool IsBefore(long made) => made <= begin;

    /// <summary>Whether the body of a loop is being evaluated.</summary>
    public static bool IsInLoop => begin > 0;

    /// <summary>Runs the body of a loop.</summary>
    public static T InLoop<T>(Func<T> body) {
        long outer = begin;
        begin = Next();
        try {
            return body();
        } finally {
            begin = outer;
        }
    }
}

/// <summary>The body of a loop changes what is outside of it.</summary>
internal sealed class OutsideChangeException : Exception;

/// <summary>An element of an array, list or tuple, or anything else that is read and written through functions.</summary>
internal sealed class ComputedPlace(Func<Value> get, Action<Value> set) : Place {
    public override Value Get() => get();

    public override void Set(Value value) => set(value);
}
