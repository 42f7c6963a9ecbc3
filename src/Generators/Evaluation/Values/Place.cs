using System;

namespace Sinter.Generators.Evaluation.Values;

/// <summary>Something that holds a value and can be assigned.</summary>
internal abstract class Place {
    public abstract Value Get();

    public abstract void Set(Value value);
}

/// <summary>A local, parameter or field.</summary>
internal sealed class Variable(Value value) : Place {
    private Value value = value;

    public override Value Get() => value;

    public override void Set(Value value) => this.value = value;
}

/// <summary>An element of an array, list or tuple, or anything else that is read and written through functions.</summary>
internal sealed class ComputedPlace(Func<Value> get, Action<Value> set) : Place {
    public override Value Get() => get();

    public override void Set(Value value) => set(value);
}
