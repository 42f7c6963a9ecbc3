namespace Sinter.Compiler.Llvm;

/// <summary>
/// A vector in a function that is being written. Its operators write one LLVM instruction each and return the result,
/// so that the code of a function reads as its formula. No operator is contracted or reordered: what must be fused
/// says <see cref="FunctionBody.MultiplyAdd(Value, Value, Value)"/>.
/// </summary>
/// <param name="body">The function that the value belongs to.</param>
/// <param name="text">Its spelling as an LLVM operand: a name or a constant.</param>
/// <param name="lane">What one lane holds.</param>
readonly struct Value(FunctionBody body, string text, Lane lane) {
    /// <summary>The spelling as an LLVM operand.</summary>
    public string Text { get; } = text;

    /// <summary>What one lane holds.</summary>
    public Lane Lane { get; } = lane;

    FunctionBody Body { get; } = body;

    bool IsNumber => Lane is Lane.Single or Lane.Double;

    public static Value operator -(Value value) => value.Body.Negate(value);

    public static Value operator +(Value left, Value right) => left.Body.Binary(left.IsNumber ? "fadd" : "add", left, right);

    public static Value operator -(Value left, Value right) => left.Body.Binary(left.IsNumber ? "fsub" : "sub", left, right);

    public static Value operator *(Value left, Value right) => left.Body.Binary("fmul", left, right);

    public static Value operator /(Value left, Value right) => left.Body.Binary("fdiv", left, right);

    public static Value operator &(Value left, Value right) => left.Body.Binary("and", left, right);

    public static Value operator |(Value left, Value right) => left.Body.Binary("or", left, right);

    public static Value operator ^(Value left, Value right) => left.Body.Binary("xor", left, right);

    public static Value operator +(Value left, double right) => left + left.Constant(right);

    public static Value operator -(Value left, double right) => left - left.Constant(right);

    public static Value operator *(Value left, double right) => left * left.Constant(right);

    public static Value operator +(double left, Value right) => right.Constant(left) + right;

    public static Value operator -(double left, Value right) => right.Constant(left) - right;

    public static Value operator /(double left, Value right) => right.Constant(left) / right;

    public static Value operator +(Value left, long right) => left + left.Integer(right);

    public static Value operator -(Value left, long right) => left - left.Integer(right);

    public static Value operator &(Value left, long right) => left & left.Integer(right);

    public static Value operator |(Value left, long right) => left | left.Integer(right);

    public static Value operator <<(Value left, int count) => left.Body.Binary("shl", left, left.Integer(count));

    /// <summary>Shifts right and fills with the sign.</summary>
    public static Value operator >>(Value left, int count) => left.Body.Binary("ashr", left, left.Integer(count));

    /// <summary>Shifts right and fills with zeros.</summary>
    public static Value operator >>>(Value left, int count) => left.Body.Binary("lshr", left, left.Integer(count));

    // The comparisons are ordered: with a NaN on either side they are false.
    public static Value operator <(Value left, double right) => left.Body.Compare("olt", left, left.Constant(right));

    public static Value operator >(Value left, double right) => left.Body.Compare("ogt", left, left.Constant(right));

    /// <summary>Whether each lane equals a constant.</summary>
    public Value Is(double constant) => Body.Compare("oeq", this, Constant(constant));

    /// <summary>Whether each lane differs from another's and neither is NaN.</summary>
    public Value Differs(Value other) => Body.Compare("one", this, other);

    /// <summary>Takes the first value in the lanes where this holds, else the second.</summary>
    public Value Select(Value whenTrue, Value whenFalse) => Body.Select(this, whenTrue, whenFalse);

    /// <summary>Takes the first value in the lanes where this holds, else the second.</summary>
    public Value Select(double whenTrue, Value whenFalse) => Body.Select(this, whenFalse.Constant(whenTrue), whenFalse);

    /// <summary>Takes the first integer in the lanes where this holds, else the second.</summary>
    public Value SelectBits(long whenTrue, long whenFalse, Lane lane) => Body.Select(this, Body.Integer(whenTrue, lane), Body.Integer(whenFalse, lane));

    /// <summary>The smaller of the value and a limit; NaN stays NaN, and x86 does it in one instruction.</summary>
    public Value AtMost(double limit) => (this > limit).Select(limit, this);

    /// <summary>The larger of the value and a limit; NaN stays NaN, and x86 does it in one instruction.</summary>
    public Value AtLeast(double limit) => (this < limit).Select(limit, this);

    /// <summary>The bits of a number.</summary>
    public Value ToBits() => Body.Convert("bitcast", this, Lane is Lane.Single ? Lane.Bits32 : Lane.Bits64);

    /// <summary>The number that has these bits.</summary>
    public Value ToNumber() => Body.Convert("bitcast", this, Lane is Lane.Bits32 ? Lane.Single : Lane.Double);

    /// <summary>The value without its sign.</summary>
    public Value Magnitude() => (ToBits() & 0x7FFFFFFF).ToNumber();

    /// <summary>A constant of this value's lanes.</summary>
    public Value Constant(double value) => Body.Constant(value, Lane);

    Value Integer(long value) => Body.Integer(value, Lane);
}
