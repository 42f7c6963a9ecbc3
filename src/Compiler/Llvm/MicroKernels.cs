using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// The innermost loops of products: a tile of rows times panels is summed over the whole depth in registers and then written out.
/// One function for each tile shape serves every contraction of the library.
/// </summary>
internal sealed class MicroKernels(TargetDescription target, RegisterTile tile) {
    private readonly SortedSet<(int Rows, int Panels)> used = [];

    /// <summary>The function for a tile; it will be written.</summary>
    public string Require(int rows, int panels) {
        used.Add((rows, panels));
        return $"@sinter.tile.{rows}x{panels}";
    }

    /// <summary>
    /// Writes the functions: <c>void (left, elements between left rows, panels, elements between panels, depth, result, adds, ahead, pace)</c>;
    /// the result is rows of <c>panels * columns</c> elements, which are added to where <c>adds</c> says so. With several rows,
    /// <c>pace</c> bytes from <c>ahead</c> on are brought into the cache for each element of the depth.
    /// </summary>
    public void Write(StringBuilder text, SortedSet<string> declarations) {
        foreach ((int rows, int panels) in used) {
            Write(text, declarations, rows, panels);
        }
    }

    private void Write(StringBuilder text, SortedSet<string> declarations, int rows, int panels) {
        int lanes = target.VectorBytes / 4;
        int vectors = tile.Columns / lanes;
        string vector = $"<{lanes} x float>";
        string fma = $"@llvm.fma.v{lanes}f32";
        bool fused = target.HasFeature("fma") || !target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal);
        if (fused) {
            declarations.Add($"declare {vector} {fma}({vector}, {vector}, {vector})");
        }
        IrWriter writer = new(declarations);
        IrValue left = new("ptr", "%left");
        IrValue stride = new("i64", "%stride");
        IrValue[] leftRows = [.. Enumerable.Range(0, rows).Select(r => writer.Element(left, "float", writer.Multiply(stride, IrWriter.Int(r))))];
        IrValue[] right = [.. Enumerable.Range(0, panels).Select(p => writer.Element(new IrValue("ptr", "%right"), "float", writer.Multiply(new IrValue("i64", "%panel"), IrWriter.Int(p))))];
        IrValue result = new("ptr", "%result");
        IrValue[] places = [.. Enumerable.Range(0, rows * panels * vectors).Select(i => writer.Element(result, "float", IrWriter.Int((long)i * lanes)))];
        IrValue[] zero = [.. Enumerable.Repeat(new IrValue(vector, "zeroinitializer"), places.Length)];
        IrValue[] before = writer.If(new IrValue("i1", "%adds"), zero, () => [.. places.Select(place => writer.Load(vector, place, 4))]);
        IrValue[] sums = writer.Loop(IrWriter.Int(0), new IrValue("i64", "%depth"), 1, before, (k, acc) => {
            IrValue line = writer.Multiply(k, IrWriter.Int(tile.Columns));
            if (rows > 1) {
                // What comes next is asked for in time: hardware stops looking ahead at the end of a page.
                IrValue ahead = writer.Element(new IrValue("ptr", "%ahead"), "i8", writer.Multiply(k, new IrValue("i64", "%pace")));
                writer.Declare("declare void @llvm.prefetch.p0(ptr, i32, i32, i32)");
                writer.Emit($"call void @llvm.prefetch.p0({ahead}, i32 0, i32 3, i32 1)");
            }
            IrValue[] columns = [.. right.SelectMany(panel => {
                IrValue start = writer.Element(panel, "float", line);
                return Enumerable.Range(0, vectors).Select(v => writer.Load(vector, writer.Element(start, "float", IrWriter.Int(v * lanes)), 4)).ToArray();
            })];
            List<IrValue> updated = [];
            for (int r = 0; r < rows; r++) {
                IrValue element = writer.Splat(writer.Load("float", writer.Element(leftRows[r], "float", k), 4), lanes);
                for (int c = 0; c < columns.Length; c++) {
                    IrValue sum = acc[r * columns.Length + c];
                    updated.Add(fused
                        ? writer.Emit(vector, $"call {vector} {fma}({element}, {columns[c]}, {sum})")
                        : writer.Emit(vector, $"fadd {writer.Emit(vector, $"fmul {element}, {columns[c].Name}")}, {sum.Name}"));
                }
            }
            return [.. updated];
        }, ", !llvm.loop !0");
        for (int i = 0; i < sums.Length; i++) {
            writer.Store(sums[i], places[i], 4);
        }
        text.Append($"; {rows} rows times {panels} panels of {tile.Columns} columns\n");
        text.Append($"define internal void @sinter.tile.{rows}x{panels}(ptr noalias readonly %left, i64 %stride, ptr noalias readonly %right, i64 %panel, i64 %depth, ptr noalias %result, i1 %adds, ptr readnone %ahead, i64 %pace) noinline nounwind {{\nentry:\n");
        text.Append(writer.Body).Append("  ret void\n}\n\n");
    }
}
