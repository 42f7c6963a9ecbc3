using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Compiler.Llvm;

/// <summary>A value of LLVM IR: its type and its name or literal.</summary>
internal readonly record struct IrValue(string Type, string Name) {
    public override string ToString() => $"{Type} {Name}";

    /// <summary>Lanes of a vector; 1 for a scalar.</summary>
    public int Lanes => Type[0] == '<' ? int.Parse(Type.Substring(1, Type.IndexOf(' ') - 1), CultureInfo.InvariantCulture) : 1;
}

/// <summary>
/// Writes the body of one function as LLVM IR text: straight instructions, loops with carried values, and conditions. Values that
/// the whole function needs (extents) go to the entry block, which dominates everything.
/// </summary>
internal sealed class IrWriter {
    private readonly StringBuilder entry = new();
    private readonly SortedSet<string> declarations;
    private StringBuilder text = new();
    private string block = "start";
    private int next;

    public IrWriter(SortedSet<string> declarations) => this.declarations = declarations;

    /// <summary>The instructions of the function, the entry block's first.</summary>
    public string Body => $"{entry}  br label %start\nstart:\n{text}";

    /// <summary>An instruction with a result.</summary>
    public IrValue Emit(string type, string instruction) {
        string name = $"%v{next++}";
        text.Append("  ").Append(name).Append(" = ").Append(instruction).Append('\n');
        return new IrValue(type, name);
    }

    /// <summary>An instruction without a result.</summary>
    public void Emit(string instruction) => text.Append("  ").Append(instruction).Append('\n');

    /// <summary>An instruction in the entry block.</summary>
    public IrValue EmitAtEntry(string type, string instruction) {
        string name = $"%v{next++}";
        entry.Append("  ").Append(name).Append(" = ").Append(instruction).Append('\n');
        return new IrValue(type, name);
    }

    /// <summary>Calls an intrinsic or another function that the module must declare.</summary>
    public IrValue Call(string type, string function, params IrValue[] arguments) => Call(type, function, "", arguments);

    /// <summary>The same with fast-math flags.</summary>
    public IrValue Call(string type, string function, string flags, IrValue[] arguments) {
        declarations.Add($"declare {type} {function}({string.Join(", ", arguments.Select(argument => argument.Type))})");
        return Emit(type, $"call {flags}{type} {function}({string.Join(", ", arguments.Select(argument => argument.ToString()))})");
    }

    /// <summary>Adds a declaration to the module.</summary>
    public void Declare(string line) => declarations.Add(line);

    public static IrValue Int(long value) => new("i64", value.ToString(CultureInfo.InvariantCulture));

    public IrValue Add(IrValue a, IrValue b) => Fold(a, b, (x, y) => x + y, 0, 0) ?? Emit(a.Type, $"add {a}, {b.Name}");

    public IrValue Subtract(IrValue a, IrValue b) => b.Name == "0" ? a : Fold(a, b, (x, y) => x - y, null, 0) ?? Emit(a.Type, $"sub {a}, {b.Name}");

    public IrValue Multiply(IrValue a, IrValue b) => Fold(a, b, (x, y) => x * y, 1, 1) ?? Emit(a.Type, $"mul {a}, {b.Name}");

    public IrValue Divide(IrValue a, IrValue b) => b.Name == "1" ? a : Emit(a.Type, $"udiv {a}, {b.Name}");

    public IrValue Modulo(IrValue a, IrValue b) => Emit(a.Type, $"urem {a}, {b.Name}");

    /// <summary>The smaller of two integers that are not negative.</summary>
    public IrValue Minimum(IrValue a, IrValue b) => a == b ? a : Call("i64", "@llvm.smin.i64", a, b);

    public IrValue Maximum(IrValue a, IrValue b) => a == b ? a : Call("i64", "@llvm.smax.i64", a, b);

    public IrValue Compare(string condition, IrValue a, IrValue b) =>
        Emit(a.Lanes == 1 ? "i1" : $"<{a.Lanes} x i1>", $"icmp {condition} {a}, {b.Name}");

    public IrValue Select(IrValue condition, IrValue a, IrValue b) => Emit(a.Type, $"select {condition}, {a}, {b}");

    /// <summary>Address of an element.</summary>
    public IrValue Element(IrValue pointer, string type, IrValue index) =>
        index.Name == "0" ? pointer : Emit("ptr", $"getelementptr inbounds {type}, {pointer}, {index}");

    public IrValue Load(string type, IrValue pointer, int align, string metadata = "") => Emit(type, $"load {type}, {pointer}, align {align}{metadata}");

    public void Store(IrValue value, IrValue pointer, int align) => Emit($"store {value}, {pointer}, align {align}");

    /// <summary>The value in every lane.</summary>
    public IrValue Splat(IrValue scalar, int lanes) {
        if (lanes == 1 || scalar.Lanes == lanes) {
            return scalar;
        }
        string type = $"<{lanes} x {scalar.Type}>";
        if (scalar.Name[0] != '%') {
            return new IrValue(type, $"<{string.Join(", ", Enumerable.Repeat(scalar.ToString(), lanes))}>");
        }
        IrValue first = Emit(type, $"insertelement {type} poison, {scalar}, i64 0");
        return Emit(type, $"shufflevector {first}, {type} poison, <{lanes} x i32> zeroinitializer");
    }

    /// <summary>0, 1, 2 ... in the lanes.</summary>
    public static IrValue Iota(string element, int lanes) =>
        new($"<{lanes} x {element}>", $"<{string.Join(", ", Enumerable.Range(0, lanes).Select(i => $"{element} {i}"))}>");

    /// <summary>
    /// A loop from a value to below another, by a step. Carried values start as given; the body returns what they are in the next
    /// iteration; after the loop they are what the last one made them.
    /// </summary>
    public IrValue[] Loop(IrValue from, IrValue to, long step, IrValue[] carried, Func<IrValue, IrValue[], IrValue[]> body, string metadata = "") {
        int id = next++;
        string before = block;
        Emit($"br label %head{id}");
        StringBuilder outer = text;
        IrValue counter = new("i64", $"%i{id}");
        IrValue[] inside = [.. carried.Select((value, i) => value with { Name = $"%c{id}.{i}" })];
        text = new StringBuilder();
        block = $"body{id}";
        IrValue[] updated = body(counter, inside);
        IrValue following = Emit("i64", $"add nuw nsw {counter}, {step}");
        string latch = block;
        Emit($"br label %head{id}{metadata}");
        StringBuilder loop = text;
        text = outer;
        text.Append($"head{id}:\n  {counter.Name} = phi i64 [ {from.Name}, %{before} ], [ {following.Name}, %{latch} ]\n");
        for (int i = 0; i < carried.Length; i++) {
            text.Append($"  {inside[i].Name} = phi {carried[i].Type} [ {carried[i].Name}, %{before} ], [ {updated[i].Name}, %{latch} ]\n");
        }
        text.Append($"  %more{id} = icmp slt i64 {counter.Name}, {to.Name}\n  br i1 %more{id}, label %body{id}, label %done{id}\nbody{id}:\n").Append(loop).Append($"done{id}:\n");
        block = $"done{id}";
        return inside;
    }

    /// <summary>A loop that carries nothing.</summary>
    public void Loop(IrValue from, IrValue to, long step, Action<IrValue> body) => Loop(from, to, step, [], (i, _) => {
        body(i);
        return [];
    });

    /// <summary>A loop from 0 that ends at a count, or before an iteration for which the condition, computed there, does not hold.</summary>
    public void LoopWhile(IrValue count, Func<IrValue> condition, Action<IrValue> body) {
        int id = next++;
        string before = block;
        Emit($"br label %head{id}");
        StringBuilder outer = text;
        text = new StringBuilder();
        block = $"test{id}";
        IrValue counter = new("i64", $"%i{id}");
        IrValue goesOn = condition();
        Emit($"br {goesOn}, label %body{id}, label %done{id}");
        text.Append($"body{id}:\n");
        block = $"body{id}";
        body(counter);
        IrValue following = Emit("i64", $"add nuw nsw {counter}, 1");
        string latch = block;
        Emit($"br label %head{id}");
        StringBuilder loop = text;
        text = outer;
        text.Append($"head{id}:\n  {counter.Name} = phi i64 [ 0, %{before} ], [ {following.Name}, %{latch} ]\n");
        text.Append($"  %more{id} = icmp slt i64 {counter.Name}, {count.Name}\n  br i1 %more{id}, label %test{id}, label %done{id}\ntest{id}:\n").Append(loop).Append($"done{id}:\n");
        block = $"done{id}";
    }

    /// <summary>Runs the branch only where the condition holds; the values are those it returns there, else the given ones.</summary>
    public IrValue[] If(IrValue condition, IrValue[] otherwise, Func<IrValue[]> branch) {
        int id = next++;
        string before = block;
        Emit($"br {condition}, label %then{id}, label %end{id}");
        text.Append($"then{id}:\n");
        block = $"then{id}";
        IrValue[] values = branch();
        string last = block;
        Emit($"br label %end{id}");
        text.Append($"end{id}:\n");
        block = $"end{id}";
        return [.. otherwise.Select((value, i) => Emit(value.Type, $"phi {value.Type} [ {value.Name}, %{before} ], [ {values[i].Name}, %{last} ]"))];
    }

    /// <summary>Runs the branch only where the condition holds.</summary>
    public void If(IrValue condition, Action branch) => If(condition, [], () => {
        branch();
        return [];
    });

    /// <summary>Runs the case of the value; one of the cases must match.</summary>
    public void Switch(IrValue value, IReadOnlyList<(long Value, Action Body)> cases) {
        int id = next++;
        Emit($"switch {value}, label %case{id}.0 [ {string.Join(" ", cases.Select((c, i) => $"i64 {c.Value}, label %case{id}.{i}"))} ]");
        for (int i = 0; i < cases.Count; i++) {
            text.Append($"case{id}.{i}:\n");
            block = $"case{id}.{i}";
            cases[i].Body();
            Emit($"br label %joined{id}");
        }
        text.Append($"joined{id}:\n");
        block = $"joined{id}";
    }

    private static IrValue? Fold(IrValue a, IrValue b, Func<long, long, long> combine, long? neutralLeft, long? neutralRight) {
        if (a.Lanes != 1) {
            return null;
        }
        bool left = long.TryParse(a.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long x);
        bool right = long.TryParse(b.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long y);
        if (left && right) {
            return a with { Name = combine(x, y).ToString(CultureInfo.InvariantCulture) };
        }
        return left && x == neutralLeft ? b : right && y == neutralRight ? a : null;
    }
}
