using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Index = Sinter.Compiler.Kernels.Index;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Few queries of the same keys, such as the heads of a group at one token: keys and values are read where they lie, once. The queries stand
/// side by side in a vector's lanes, each key's element is spread over them, and the scores of as many keys are turned in registers.
/// </summary>
internal sealed class InPlaceAttention : IAttentionForm {
    // Tiles of weighted sums, so that there are sums enough for none to wait for another.
    private const int UpdateRows = 4;
    private const int VectorsAhead = 2;
    private const long MostNear = 512;
    private const long LineElements = 16;

    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly AttentionBody body;
    private readonly AttentionTiles tiles;
    private readonly int lanes;
    private readonly int columns;
    private readonly long width;

    public InPlaceAttention(KernelContext context, AttentionBody body) {
        (writer, emitter, this.body, columns) = (context.Writer, context.Emitter, body, context.Tile.Columns);
        (lanes, width) = (emitter.NativeLanes, body.Width.Extent.Value);
        tiles = new AttentionTiles(writer, emitter.Target, UpdateRows, columns);
    }

    /// <summary>Whether it is the better form for so many queries: keys and values have to lie in rows that go on evenly.</summary>
    public static bool Suits(KernelContext context, AttentionBody body, long rows) =>
        rows <= 2 * context.Emitter.NativeLanes && body.Channels.Extent.Value % context.Tile.Columns == 0
        && LiesInRows(context.Emitter, body, body.Key, body.Width) && LiesInRows(context.Emitter, body, body.Value, body.Channels);

    private static bool LiesInRows(ScalarEmitter emitter, AttentionBody body, Scalar scalar, Variable inRow) {
        if (scalar.Operation != "load" || scalar.Type != ElementType.F32) {
            return false;
        }
        Index linear = emitter.Linear(scalar.Buffer, scalar.At);
        return ScalarEmitter.Stride(linear, body.Keys) is not null && ScalarEmitter.Stride(linear, inRow) is { } stride && stride.Equals(Dimension.One);
    }

    public int Rows => lanes;

    public bool IsReadInPlace => true;

    public void TakeQueries(AttentionBlock block, IrValue groups) => writer.Loop(IrWriter.Int(0), groups, 1, group => writer.Loop(IrWriter.Int(0), IrWriter.Int(lanes), 1, r => {
        IrValue query = writer.Element(block.Queries, "float", writer.Multiply(writer.Add(writer.Multiply(group, IrWriter.Int(lanes)), r), IrWriter.Int(block.QueryStride)));
        IrValue own = writer.Element(Turned(block, group), "float", r);
        writer.Loop(IrWriter.Int(0), IrWriter.Int(width), 1, d => writer.Store(
            writer.Load("float", writer.Element(query, "float", d), 4), writer.Element(own, "float", writer.Multiply(d, IrWriter.Int(lanes))), 4));
    }));

    public void TakeKeys(KernelScope place, AttentionBlock block, IrValue firstKey, IrValue keys) {
    }

    public void Products(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys) {
        (IrValue start, IrValue stride) = RowOf(body.Key, body.Width, place, firstKey);
        IrValue queries = Turned(block, writer.Divide(row, IrWriter.Int(lanes)));
        string function = Require();
        writer.Loop(IrWriter.Int(0), keys, lanes, k => {
            BringNear(start, stride, writer.Add(k, IrWriter.Int(VectorsAhead * lanes)), width);
            writer.Emit($"call void {function}({writer.Element(start, "float", writer.Multiply(k, stride))}, {stride}, {writer.Subtract(keys, k)}, {queries}, {IrWriter.Int(width)}, {writer.Element(block.Scores, "float", k)}, {IrWriter.Int(block.MostKeys)})");
        });
    }

    // Rows may be short and apart, so hardware does not see where they go on.
    private void BringNear(IrValue start, IrValue stride, IrValue row, long elements) {
        writer.Declare("declare void @llvm.prefetch.p0(ptr, i32, i32, i32)");
        writer.Loop(row, writer.Add(row, IrWriter.Int(lanes)), 1, r => {
            IrValue from = writer.Multiply(r, stride);
            for (long element = 0; element < System.Math.Min(elements, MostNear); element += LineElements) {
                // It may lie behind the last row.
                writer.Emit($"call void @llvm.prefetch.p0({writer.Emit("ptr", $"getelementptr float, {start}, {writer.Add(from, IrWriter.Int(element))}")}, i32 0, i32 3, i32 1)");
            }
        });
    }

    public void Update(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys) {
        (IrValue start, IrValue stride) = RowOf(body.Value, body.Channels, place, firstKey);
        writer.Loop(IrWriter.Int(0), IrWriter.Int(lanes), UpdateRows, r => writer.Loop(IrWriter.Int(0), IrWriter.Int(block.SumsStride), columns, e => tiles.Update(
            writer.Element(block.Scores, "float", writer.Multiply(r, IrWriter.Int(block.MostKeys))), IrWriter.Int(block.MostKeys), writer.Element(start, "float", e), stride, keys,
            writer.Element(block.Sums, "float", writer.Add(writer.Multiply(writer.Add(row, r), IrWriter.Int(block.SumsStride)), e)), IrWriter.Int(block.SumsStride),
            writer.Element(block.Factors, "float", r))));
    }

    private IrValue Turned(AttentionBlock block, IrValue group) => writer.Element(block.Turned, "float", writer.Multiply(group, IrWriter.Int(lanes * block.QueryStride)));

    // Where a key's row begins, and the elements to the next key's.
    private (IrValue Start, IrValue Stride) RowOf(Scalar load, Variable inRow, KernelScope place, IrValue key) {
        Index linear = emitter.Linear(load.Buffer, load.At);
        Index start = linear.Substitute(variable => variable == inRow ? Index.Of(Dimension.Zero) : null, data => data);
        IrValue offset = emitter.EmitIndex(start, new KernelScope(place.Inside(body.Keys, key)));
        return (writer.Element(new IrValue("ptr", $"%b{load.Buffer}"), "float", offset), emitter.Extent(ScalarEmitter.Stride(linear, body.Keys)!));
    }

    // void (keys, elements between them, how many, queries, width, scores, elements between their rows): as many keys as a vector has lanes.
    private string Require() {
        string name = $"@sinter.attention.turned.{lanes}";
        SortedSet<string> declarations = new(System.StringComparer.Ordinal);
        IrWriter own = new(declarations);
        string vector = $"<{lanes} x float>";
        IrValue last = own.Subtract(new IrValue("i64", "%count"), IrWriter.Int(1));
        // Behind the last key it is taken again; nobody reads those scores.
        IrValue[] keys = [.. Enumerable.Range(0, lanes).Select(i =>
            own.Element(new IrValue("ptr", "%keys"), "float", own.Multiply(own.Minimum(IrWriter.Int(i), last), new IrValue("i64", "%stride"))))];
        IrValue[] zero = [.. Enumerable.Repeat(new IrValue(vector, "zeroinitializer"), lanes)];
        IrValue[] sums = own.Loop(IrWriter.Int(0), new IrValue("i64", "%width"), 1, zero, (d, sofar) => {
            IrValue queries = own.Load(vector, own.Element(new IrValue("ptr", "%queries"), "float", own.Multiply(d, IrWriter.Int(lanes))), 4);
            return [.. sofar.Select((sum, i) => MultiplyAdd.Emit(own, emitter.Target, own.Splat(own.Load("float", own.Element(keys[i], "float", d), 4), lanes), queries, sum))];
        }, ", !llvm.loop !0");
        IrValue[] scores = Transposition.Write(own, sums);
        for (int r = 0; r < lanes; r++) {
            own.Store(scores[r], own.Element(new IrValue("ptr", "%scores"), "float", own.Multiply(new IrValue("i64", "%scores.stride"), IrWriter.Int(r))), 4);
        }
        StringBuilder text = new();
        text.Append($"define internal void {name}(ptr noalias readonly %keys, i64 %stride, i64 %count, ptr noalias readonly %queries, i64 %width, ptr noalias %scores, i64 %scores.stride)");
        text.Append(" noinline nounwind {\nentry:\n").Append(own.Body).Append("  ret void\n}\n");
        writer.Declare(text.ToString());
        foreach (string declaration in declarations) {
            writer.Declare(declaration);
        }
        return name;
    }
}
