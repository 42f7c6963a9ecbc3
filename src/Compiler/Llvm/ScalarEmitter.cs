using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes the scalar expressions of a kernel, over the lanes of the innermost loop. Loads that lie side by side in the lane variable
/// become vector loads, those that do not depend on it scalar ones, all others gathers.
/// </summary>
internal sealed class ScalarEmitter(IrWriter writer, TargetDescription target, VectorMath math, Sequence<Parameter> parameters, IReadOnlyDictionary<string, IrValue> symbols) {
    private readonly Dictionary<Dimension, IrValue> extents = [];

    public IrWriter Writer { get; } = writer;

    /// <summary>Lanes of a 32-bit vector register.</summary>
    public int NativeLanes => target.VectorBytes / 4;

    public TargetDescription Target => target;

    /// <summary>Parameters that may come in any form of <see cref="StoredForm"/>; they are read along their rows.</summary>
    public HashSet<int> Stored { get; init; } = [];

    /// <summary>Conversions from and to 16-bit floats.</summary>
    public HalfPrecision Halves { get; } = new(writer, target);

    /// <summary>An extent's value; computed once, in the entry block.</summary>
    public IrValue Extent(Dimension extent) {
        if (extent.IsConstant) {
            return IrWriter.Int(extent.Value);
        }
        if (!extents.TryGetValue(extent, out IrValue value)) {
            IrValue? sum = null;
            foreach ((long coefficient, string[] names) in extent.Terms) {
                IrValue product = IrWriter.Int(coefficient);
                foreach (string name in names) {
                    product = product.Name == "1" ? symbols[name] : Writer.EmitAtEntry("i64", $"mul {product}, {symbols[name].Name}");
                }
                sum = sum is null ? product : Writer.EmitAtEntry("i64", $"add {sum}, {product.Name}");
            }
            extents.Add(extent, value = sum!.Value);
        }
        return value;
    }

    /// <summary>Computes, at this scope, every largest part of the scalars that the variable has no influence on.</summary>
    public void Hoist(IEnumerable<Scalar> scalars, Variable variable, KernelScope scope) {
        HashSet<Scalar> seen = [];
        foreach (Scalar scalar in scalars) {
            Visit(scalar);
        }

        void Visit(Scalar scalar) {
            if (!seen.Add(scalar) || scope.ValueOf(scalar) is not null || scalar.Operation is "accumulator") {
                return;
            }
            bool isFree = !scalar.DependsOn(variable) && !Mentions(scalar, "accumulator") && scalar.Variables().All(used => scope.ValueOf(used) is not null);
            if (isFree) {
                if (scalar.Operation != "constant") {
                    Emit(scalar, scope);
                }
                return;
            }
            foreach (Scalar operand in scalar.Operands.Concat(scalar.At.SelectMany(index => index.DataScalars()))) {
                Visit(operand);
            }
        }
    }

    /// <summary>Whether a reduction stands among what would be hoisted out of the loop over the variable: then the loop is worth keeping whole.</summary>
    public static bool HoistsReduction(Scalar scalar, Variable variable) =>
        Composer.ReductionsIn(scalar).Any(reduction => !reduction.DependsOn(variable));

    /// <summary>The value of a scalar: one value, or one for each lane.</summary>
    public IrValue Emit(Scalar scalar, KernelScope scope) {
        if (scope.ValueOf(scalar) is { } known) {
            return known;
        }
        IrValue value = scalar.Operation switch {
            "constant" => Constant(scalar),
            "load" => Load(scalar, scope),
            "index" => Position(scalar, scope),
            "table" => LoadFrom(Table(scalar), scalar.At[0], scalar.Type, scope),
            "reduce" => Reduce(scalar, scope),
            "accumulator" => throw new InvalidOperationException("an accumulator stands where no root gives it"),
            _ => Apply(scalar, scope),
        };
        scope.Remember(scalar, value);
        return value;
    }

    /// <summary>The same in every lane of the scope.</summary>
    public IrValue EmitVector(Scalar scalar, KernelScope scope) => Writer.Splat(Emit(scalar, scope), scope.Lanes);

    /// <summary>An index as a number; for each lane where it depends on the lane variable.</summary>
    public IrValue EmitIndex(Index index, KernelScope scope) {
        int lanes = scope.LaneVariable is { } variable && index.Variables().Contains(variable) ? scope.Lanes : 1;
        IrValue sum = Writer.Splat(Extent(index.Offset), lanes);
        foreach ((Atom atom, Dimension coefficient) in index.Terms) {
            IrValue value = Writer.Splat(EmitAtom(atom, scope), lanes);
            IrValue term = Writer.Multiply(value, Writer.Splat(Extent(coefficient), lanes));
            sum = Writer.Add(sum, term);
        }
        return sum;
    }

    /// <summary>The place of an element in a row-major buffer, as one index.</summary>
    public Index Linear(int parameter, Sequence<Index> at) {
        Sequence<Dimension> shape = parameters[parameter].Type.Shape;
        Index linear = Index.Of(Dimension.Zero);
        for (int i = 0; i < at.Count; i++) {
            linear = linear * shape[i] + at[i];
        }
        return linear;
    }

    /// <summary>Writes a value to an element: to as many as there are lanes.</summary>
    public void Store(IrValue pointer, int parameter, Index linear, IrValue value, KernelScope scope) {
        ElementType element = parameters[parameter].Type.Element;
        IrValue narrow = ToMemory(value, element);
        string memory = IrTypes.Memory(element);
        if (scope.Lanes == 1) {
            Writer.Store(narrow, Writer.Element(pointer, memory, EmitIndex(linear, scope)), element.Bytes());
            return;
        }
        IrValue vector = Writer.Splat(narrow, scope.Lanes);
        if (Stride(linear, scope.LaneVariable!) is { } stride && stride.Equals(Dimension.One)) {
            IrValue address = Writer.Element(pointer, memory, Base(linear, scope));
            if (scope.Mask is { } mask) {
                Writer.Emit($"call void {Declare($"@llvm.masked.store.{IrTypes.Mangle(memory, scope.Lanes)}.p0", "void", vector.Type, "ptr", "i32", mask.Type)}({vector}, {address}, i32 {element.Bytes()}, {mask})");
            } else {
                Writer.Store(vector, address, element.Bytes());
            }
            return;
        }
        IrValue addresses = Addresses(pointer, memory, linear, scope);
        IrValue lanesMask = scope.Mask ?? AllLanes(scope.Lanes);
        Writer.Emit($"call void {Declare($"@llvm.masked.scatter.{IrTypes.Mangle(memory, scope.Lanes)}.{IrTypes.Mangle("ptr", scope.Lanes)}", "void", vector.Type, addresses.Type, "i32", lanesMask.Type)}({vector}, {addresses}, i32 {element.Bytes()}, {lanesMask})");
    }

    /// <summary>How far apart in memory neighbouring lanes are; null when that is not constant.</summary>
    public static Dimension? Stride(Index linear, Variable variable) {
        Dimension stride = Dimension.Zero;
        foreach ((Atom atom, Dimension coefficient) in linear.Terms) {
            if (atom is Atom.Loop loop && loop.Variable == variable) {
                stride = coefficient;
            } else if (Index.Of(atom).Variables().Contains(variable)) {
                return null;
            }
        }
        return stride;
    }

    /// <summary>Which lanes of a vector that starts at a position lie below an end.</summary>
    public IrValue MaskBelow(IrValue position, IrValue end, int lanes) {
        IrValue left = Writer.Emit("i64", $"sub {end}, {position.Name}");
        IrValue narrow = Writer.Emit("i32", $"trunc {left} to i32");
        return Writer.Compare("slt", IrWriter.Iota("i32", lanes), Writer.Splat(narrow, lanes));
    }

    /// <summary>The lanes of a vector combined into one value.</summary>
    public IrValue AcrossLanes(string combine, IrValue vector) {
        if (vector.Lanes == 1) {
            return vector;
        }
        string element = vector.Type.Substring(vector.Type.IndexOf('x') + 2).TrimEnd('>');
        string suffix = IrTypes.Mangle(element, vector.Lanes);
        return (combine, element) switch {
            ("sum", "float" or "double") => Writer.Call(element, $"@llvm.vector.reduce.fadd.{suffix}", "reassoc ", [new IrValue(element, "-0.0"), vector]),
            ("product", "float" or "double") => Writer.Call(element, $"@llvm.vector.reduce.fmul.{suffix}", "reassoc ", [new IrValue(element, "1.0"), vector]),
            ("max", "float" or "double") => Writer.Call(element, $"@llvm.vector.reduce.fmaximum.{suffix}", vector),
            ("min", "float" or "double") => Writer.Call(element, $"@llvm.vector.reduce.fminimum.{suffix}", vector),
            ("sum", _) => Writer.Call(element, $"@llvm.vector.reduce.add.{suffix}", vector),
            ("product", _) => Writer.Call(element, $"@llvm.vector.reduce.mul.{suffix}", vector),
            ("max", _) => Writer.Call(element, $"@llvm.vector.reduce.smax.{suffix}", vector),
            _ => Writer.Call(element, $"@llvm.vector.reduce.smin.{suffix}", vector),
        };
    }

    /// <summary>The value that a reduction starts from.</summary>
    public IrValue Neutral(string combine, ElementType type) {
        string register = IrTypes.Register(type);
        if (type.IsFloat()) {
            return new IrValue(register, combine switch { "sum" => type == ElementType.F64 ? "-0.0" : "0.0", "product" => "1.0", "max" => Literal(double.NegativeInfinity, type), _ => Literal(double.PositiveInfinity, type) });
        }
        bool isWide = type == ElementType.I64;
        return new IrValue(register, combine switch {
            "sum" => "0",
            "product" => "1",
            "max" => isWide ? "-9223372036854775808" : "-2147483648",
            _ => isWide ? "9223372036854775807" : "2147483647",
        });
    }

    /// <summary>Two values combined as a reduction does.</summary>
    public IrValue Combine(string combine, ElementType type, IrValue a, IrValue b) => combine switch {
        "sum" => Arithmetic.Emit(this, math, "add", type, [a, b]),
        "product" => Arithmetic.Emit(this, math, "multiply", type, [a, b]),
        "max" => Arithmetic.Emit(this, math, "maximum", type, [a, b]),
        _ => Arithmetic.Emit(this, math, "minimum", type, [a, b]),
    };

    /// <summary>One of the functions that LLVM has no instruction for, in the lanes of its operand.</summary>
    public IrValue Math(string function, IrValue value) => Writer.Emit(value.Type, $"call {value.Type} {math.Require(function, value.Lanes)}({value})");

    /// <summary>A single-precision literal: LLVM wants the bits of the double it widens to.</summary>
    public static string Float(double value) =>
        "0x" + BitConverter.DoubleToInt64Bits((double)(float)value).ToString("X16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A literal of a real type.</summary>
    public static string Literal(double value, ElementType type) => type == ElementType.F64
        ? "0x" + BitConverter.DoubleToInt64Bits(value).ToString("X16", System.Globalization.CultureInfo.InvariantCulture)
        : Float(value);

    internal string Declare(string function, string result, params string[] arguments) {
        Writer.Declare($"declare {result} {function}({string.Join(", ", arguments)})");
        return function;
    }

    internal IrValue AllLanes(int lanes) => Writer.Splat(new IrValue("i1", "true"), lanes);

    private static IrValue Constant(Scalar scalar) => scalar.Type switch {
        ElementType.Bool => new IrValue("i1", scalar.Value != 0 ? "true" : "false"),
        ElementType.I32 or ElementType.I64 => new IrValue(IrTypes.Register(scalar.Type), ((long)scalar.Value).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ElementType.F64 => new IrValue("double", Literal(scalar.Value, ElementType.F64)),
        _ => new IrValue("float", Float(scalar.Value)),
    };

    private static bool Mentions(Scalar scalar, string operation) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new([scalar]);
        while (open.Count > 0) {
            Scalar next = open.Pop();
            if (next.Operation == operation) {
                return true;
            }
            foreach (Scalar operand in next.Operands.Where(seen.Add)) {
                open.Push(operand);
            }
        }
        return false;
    }

    private IrValue Load(Scalar scalar, KernelScope scope) {
        IrValue pointer = new("ptr", $"%b{scalar.Buffer}");
        Index linear = Linear(scalar.Buffer, scalar.At);
        return Stored.Contains(scalar.Buffer)
            ? Writer.Emit($"<{NativeLanes} x float>", $"call <{NativeLanes} x float> {PackedFunctions.Load}({pointer}, {Base(linear, scope)})")
            : LoadFrom(pointer, linear, scalar.Type, scope);
    }

    // Tables lie in the library itself, equal ones once.
    private IrValue Table(Scalar scalar) {
        byte[] bytes = TableData.Bytes(scalar.Data)!;
        StringBuilder text = new();
        foreach (byte part in bytes) {
            text.Append('\\').Append(part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        string name = $"@sinter.table.{TableData.Name(scalar.Data, scalar.Type)}";
        Writer.Declare($"{name} = private unnamed_addr constant [{bytes.Length} x i8] c\"{text}\", align 64");
        return new IrValue("ptr", name);
    }

    private IrValue LoadFrom(IrValue pointer, Index linear, ElementType type, KernelScope scope) {
        string memory = IrTypes.Memory(type);
        bool isUniform = scope.LaneVariable is not { } variable || !linear.Variables().Contains(variable);
        if (isUniform) {
            return FromMemory(Writer.Load(memory, Writer.Element(pointer, memory, EmitIndex(linear, scope)), type.Bytes()), type);
        }
        string vector = IrTypes.Vector(memory, scope.Lanes);
        if (Stride(linear, scope.LaneVariable!) is { } stride && stride.Equals(Dimension.One)) {
            IrValue address = Writer.Element(pointer, memory, Base(linear, scope));
            if (scope.Mask is { } mask) {
                string function = Declare($"@llvm.masked.load.{IrTypes.Mangle(memory, scope.Lanes)}.p0", vector, "ptr", "i32", mask.Type, vector);
                return FromMemory(Writer.Emit(vector, $"call {vector} {function}({address}, i32 {type.Bytes()}, {mask}, {vector} zeroinitializer)"), type);
            }
            return FromMemory(Writer.Load(vector, address, type.Bytes()), type);
        }
        IrValue addresses = Addresses(pointer, memory, linear, scope);
        IrValue lanes = scope.Mask ?? AllLanes(scope.Lanes);
        string gather = Declare($"@llvm.masked.gather.{IrTypes.Mangle(memory, scope.Lanes)}.{IrTypes.Mangle("ptr", scope.Lanes)}", vector, addresses.Type, "i32", lanes.Type, vector);
        return FromMemory(Writer.Emit(vector, $"call {vector} {gather}({addresses}, i32 {type.Bytes()}, {lanes}, {vector} zeroinitializer)"), type);
    }

    private IrValue Addresses(IrValue pointer, string memory, Index linear, KernelScope scope) =>
        Writer.Emit($"<{scope.Lanes} x ptr>", $"getelementptr inbounds {memory}, {pointer}, {Writer.Splat(EmitIndex(linear, scope), scope.Lanes)}");

    // The index of lane 0, as one number.
    private IrValue Base(Index linear, KernelScope scope) {
        IrValue sum = Extent(linear.Offset);
        foreach ((Atom atom, Dimension coefficient) in linear.Terms) {
            IrValue value = atom is Atom.Loop loop && loop.Variable == scope.LaneVariable ? scope.ValueOf(loop.Variable)!.Value : EmitAtom(atom, scope);
            sum = Writer.Add(sum, Writer.Multiply(value, Extent(coefficient)));
        }
        return sum;
    }

    private IrValue EmitAtom(Atom atom, KernelScope scope) {
        switch (atom) {
            case Atom.Loop loop:
                IrValue value = scope.ValueOf(loop.Variable) ?? throw new InvalidOperationException($"the loop over {loop.Variable} is not open");
                return loop.Variable == scope.LaneVariable ? Writer.Add(Writer.Splat(value, scope.Lanes), IrWriter.Iota("i64", scope.Lanes)) : value;
            case Atom.Quotient quotient:
                return FloorDivide(EmitIndex(quotient.Value, scope), quotient.Divisor, quotient.Value, remainder: false);
            case Atom.Remainder remainder:
                return FloorDivide(EmitIndex(remainder.Value, scope), remainder.Divisor, remainder.Value, remainder: true);
            case Atom.Data data:
                IrValue position = Emit(data.Value, scope);
                IrValue wide = position.Type.Contains("i64") ? position : Writer.Emit(IrTypes.Vector("i64", position.Lanes), $"sext {position} to {IrTypes.Vector("i64", position.Lanes)}");
                IrValue last = Writer.Splat(Writer.Subtract(Extent(data.Extent), IrWriter.Int(1)), wide.Lanes);
                string suffix = IrTypes.Mangle("i64", wide.Lanes);
                IrValue high = Writer.Call(wide.Type, $"@llvm.smin.{suffix}", wide, last);
                return Writer.Call(wide.Type, $"@llvm.smax.{suffix}", high, Writer.Splat(IrWriter.Int(0), wide.Lanes));
            default:
                throw new InvalidOperationException($"no code for {atom}");
        }
    }

    private IrValue FloorDivide(IrValue value, Dimension divisor, Index index, bool remainder) {
        IrValue by = Writer.Splat(Extent(divisor), value.Lanes);
        bool isNatural = index.Range() is { } range && Index.NeverNegative(range.Minimum);
        if (isNatural) {
            return Writer.Emit(value.Type, $"{(remainder ? "urem" : "udiv")} {value}, {by.Name}");
        }
        IrValue truncated = Writer.Emit(value.Type, $"srem {value}, {by.Name}");
        IrValue isNegative = Writer.Compare("slt", truncated, Writer.Splat(IrWriter.Int(0), value.Lanes));
        IrValue rest = Writer.Select(isNegative, Writer.Add(truncated, by), truncated);
        return remainder ? rest : Writer.Emit(value.Type, $"sdiv {Writer.Subtract(value, rest)}, {by.Name}");
    }

    private IrValue Position(Scalar scalar, KernelScope scope) {
        IrValue index = EmitIndex(scalar.At[0], scope);
        string register = IrTypes.Vector(IrTypes.Register(scalar.Type), index.Lanes);
        if (scalar.Type == ElementType.I64) {
            return index;
        }
        // Few targets convert vectors of 64-bit integers; positions have 32 bits.
        string narrow = IrTypes.Vector("i32", index.Lanes);
        IrValue position = Writer.Emit(narrow, $"trunc {index} to {narrow}");
        return scalar.Type == ElementType.I32 ? position : Writer.Emit(register, $"sitofp {position} to {register}");
    }

    private IrValue Apply(Scalar scalar, KernelScope scope) {
        IrValue[] operands = [.. scalar.Operands.Select(operand => Emit(operand, scope))];
        int lanes = operands.Max(operand => operand.Lanes);
        IrValue[] vectors = [.. operands.Select(operand => Writer.Splat(operand, lanes))];
        return Arithmetic.Emit(this, math, scalar.Operation, scalar.Operands[scalar.Operation == "select" ? 1 : 0].Type, vectors, scalar.Type);
    }

    // In lanes of the reduced variable itself when the value is one for all lanes of the scope, else element by element in the scope's lanes.
    private IrValue Reduce(Scalar scalar, KernelScope scope) {
        Variable over = scalar.Over!;
        Scalar body = scalar.Operands[0];
        IrValue end = Extent(over.Extent);
        IrValue neutral = Neutral(scalar.Combine, scalar.Type);
        bool inLanes = scope.LaneVariable is { } lane && scalar.DependsOn(lane);
        Hoist([body], over, scope);
        if (inLanes) {
            return Writer.Loop(IrWriter.Int(0), end, 1, [Writer.Splat(neutral, scope.Lanes)], (i, sums) => {
                IrValue value = EmitVector(body, scope.Inside(over, i));
                return [Combine(scalar.Combine, scalar.Type, sums[0], value)];
            })[0];
        }
        // The scope may run over lanes of a variable that this value does not depend on.
        int lanes = NativeLanes;
        IrValue start = Writer.Splat(neutral, lanes);
        IrValue whole = over.Extent.IsConstant ? IrWriter.Int(over.Extent.Value / lanes * lanes) : Writer.Emit("i64", $"and {end}, {-lanes}");
        IrValue vector = Writer.Loop(IrWriter.Int(0), whole, lanes, [start], (i, sums) => {
            IrValue value = EmitVector(body, scope.InsideLanes(over, i, lanes, null));
            return [Combine(scalar.Combine, scalar.Type, sums[0], value)];
        })[0];
        if (!(over.Extent.IsConstant && over.Extent.Value % lanes == 0)) {
            IrValue isPartial = Writer.Compare("slt", whole, end);
            vector = Writer.If(isPartial, [vector], () => {
                IrValue mask = MaskBelow(whole, end, lanes);
                IrValue value = EmitVector(body, scope.InsideLanes(over, whole, lanes, mask));
                return [Combine(scalar.Combine, scalar.Type, vector, Writer.Select(mask, value, start))];
            })[0];
        }
        return AcrossLanes(scalar.Combine, vector);
    }

    private IrValue FromMemory(IrValue value, ElementType type) => type switch {
        ElementType.F16 or ElementType.BF16 => Halves.Widen(type, value),
        ElementType.Bool => Writer.Compare("ne", value, Writer.Splat(new IrValue("i8", "0"), value.Lanes)),
        _ => value,
    };

    private IrValue ToMemory(IrValue value, ElementType type) => type switch {
        ElementType.F16 or ElementType.BF16 => Halves.Narrow(type, value),
        ElementType.Bool => Writer.Emit(IrTypes.Vector("i8", value.Lanes), $"zext {value} to {IrTypes.Vector("i8", value.Lanes)}"),
        _ => value,
    };
}
