using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// The innermost loops of attention: a register tile of scores from queries and packed keys, and a register tile of weighted sums from
/// weights and values, which go on from what earlier keys have left.
/// </summary>
/// <param name="owner">The kernel that calls them.</param>
/// <param name="target">What they are written for.</param>
/// <param name="rows">Rows of a tile.</param>
/// <param name="columns">Columns of a tile: keys of a panel of scores, channels of a panel of values.</param>
internal sealed class AttentionTiles(IrWriter owner, TargetDescription target, int rows, int columns) {
    /// <summary><c>result[r, c] = sum over k &lt; depth of left[r, k] * right[k, c]</c>; the strides are those between rows.</summary>
    public void Products(IrValue left, IrValue stride, IrValue right, IrValue rightStride, IrValue depth, IrValue result, IrValue resultStride) =>
        owner.Emit($"call void {Require(goesOn: false)}({left}, {stride}, {right}, {rightStride}, {depth}, {result}, {resultStride})");

    /// <summary>The same sums added to <c>result[r, c] * factors[r]</c>.</summary>
    public void Update(IrValue left, IrValue stride, IrValue right, IrValue rightStride, IrValue depth, IrValue result, IrValue resultStride, IrValue factors) =>
        owner.Emit($"call void {Require(goesOn: true)}({left}, {stride}, {right}, {rightStride}, {depth}, {result}, {resultStride}, {factors})");

    // The functions stand among the module's declarations, each once.
    private string Require(bool goesOn) {
        string name = $"@sinter.attention.{(goesOn ? "update" : "products")}.{rows}x{columns}";
        SortedSet<string> declarations = new(System.StringComparer.Ordinal);
        owner.Declare(Define(name, goesOn, declarations));
        foreach (string declaration in declarations) {
            owner.Declare(declaration);
        }
        return name;
    }

    private string Define(string name, bool goesOn, SortedSet<string> declarations) {
        int lanes = target.VectorBytes / 4;
        int vectors = columns / lanes;
        string vector = $"<{lanes} x float>";
        bool fused = target.HasFeature("fma") || !target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal);
        IrWriter writer = new(declarations);
        IrValue[] leftRows = RowsOf(writer, "%left", "%stride");
        IrValue[] resultRows = RowsOf(writer, "%result", "%result.stride");
        IrValue[] start = [.. Enumerable.Range(0, rows).SelectMany(r => {
            if (!goesOn) {
                return Enumerable.Repeat(new IrValue(vector, "zeroinitializer"), vectors).ToArray();
            }
            IrValue factor = writer.Splat(writer.Load("float", writer.Element(new IrValue("ptr", "%factors"), "float", IrWriter.Int(r)), 4), lanes);
            return Parts(resultRows[r]).Select(part => writer.Emit(vector, $"fmul {writer.Load(vector, part, 4)}, {factor.Name}")).ToArray();
        })];
        IrValue[] sums = writer.Loop(IrWriter.Int(0), new IrValue("i64", "%depth"), 1, start, (k, acc) => {
            IrValue line = writer.Element(new IrValue("ptr", "%right"), "float", writer.Multiply(k, new IrValue("i64", "%right.stride")));
            IrValue[] right = [.. Parts(line).Select(part => writer.Load(vector, part, 4))];
            List<IrValue> updated = [];
            for (int r = 0; r < rows; r++) {
                IrValue element = writer.Splat(writer.Load("float", writer.Element(leftRows[r], "float", k), 4), lanes);
                for (int c = 0; c < vectors; c++) {
                    IrValue sum = acc[r * vectors + c];
                    updated.Add(fused
                        ? writer.Call(vector, $"@llvm.fma.v{lanes}f32", element, right[c], sum)
                        : writer.Emit(vector, $"fadd {writer.Emit(vector, $"fmul {element}, {right[c].Name}")}, {sum.Name}"));
                }
            }
            return [.. updated];
        }, ", !llvm.loop !0");
        foreach ((IrValue part, int i) in resultRows.SelectMany(Parts).ToList().Select((part, i) => (part, i))) {
            writer.Store(sums[i], part, 4);
        }
        StringBuilder text = new();
        text.Append($"define internal void {name}(ptr noalias readonly %left, i64 %stride, ptr noalias readonly %right, i64 %right.stride, i64 %depth, ptr noalias %result, i64 %result.stride");
        text.Append(goesOn ? ", ptr noalias readonly %factors" : "").Append(") noinline nounwind {\nentry:\n").Append(writer.Body).Append("  ret void\n}\n");
        return text.ToString();

        IrValue[] Parts(IrValue row) => [.. Enumerable.Range(0, vectors).Select(v => writer.Element(row, "float", IrWriter.Int(v * lanes)))];
    }

    private IrValue[] RowsOf(IrWriter writer, string pointer, string stride) =>
        [.. Enumerable.Range(0, rows).Select(r => writer.Element(new IrValue("ptr", pointer), "float", writer.Multiply(new IrValue("i64", stride), IrWriter.Int(r))))];
}
