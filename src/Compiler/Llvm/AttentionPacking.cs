using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>Lays blocks of queries, keys and values in scratch memory as the register tiles read them.</summary>
internal sealed class AttentionPacking(KernelContext context, AttentionBody body, int columns) {
    // Longer rows are walked by a loop.
    private const long LongestWrittenOut = 256;

    private readonly IrWriter writer = context.Writer;
    private readonly ScalarEmitter emitter = context.Emitter;
    private readonly int lanes = context.Emitter.NativeLanes;
    private readonly long width = body.Width.Extent.Value;
    private readonly long channels = body.Channels.Extent.Value;

    /// <summary>One query, its elements side by side.</summary>
    public void Query(KernelScope row, IrValue target) {
        emitter.Hoist([body.Query], body.Width, row);
        context.LanesLoop(body.Width, IrWriter.Int(0), IrWriter.Int(width), lanes, row, inside =>
            writer.Store(emitter.EmitVector(body.Query, inside), writer.Element(target, "float", inside.ValueOf(body.Width)!.Value), 4));
    }

    /// <summary>
    /// Keys in panels of as many as the tile has columns: for each element of the width, those of the panel's keys side by side. What
    /// lies behind the last key repeats it.
    /// </summary>
    public void Keys(KernelScope place, IrValue first, IrValue count, IrValue target) {
        IrValue last = writer.Subtract(emitter.Extent(body.Keys.Extent), IrWriter.Int(1));
        writer.Loop(IrWriter.Int(0), count, lanes, k => {
            IrValue panel = writer.Multiply(writer.Divide(k, IrWriter.Int(columns)), IrWriter.Int(width * columns));
            IrValue start = writer.Element(target, "float", writer.Add(panel, writer.Modulo(k, IrWriter.Int(columns))));
            IrValue key = writer.Add(first, k);
            if (LiesByKeys) {
                IrValue mask = emitter.MaskBelow(key, emitter.Extent(body.Keys.Extent), lanes);
                writer.Loop(IrWriter.Int(0), IrWriter.Int(width), 1, d => {
                    KernelScope inside = place.Inside(body.Width, d).InsideLanes(body.Keys, key, lanes, mask);
                    writer.Store(emitter.EmitVector(body.Key, inside), writer.Element(start, "float", writer.Multiply(d, IrWriter.Int(columns))), 4);
                });
                return;
            }
            KernelScope[] scopes = [.. Enumerable.Range(0, lanes).Select(i => {
                KernelScope scope = new(place.Inside(body.Keys, writer.Minimum(writer.Add(key, IrWriter.Int(i)), last)));
                emitter.Hoist([body.Key], body.Width, scope);
                return scope;
            })];
            long whole = width / lanes * lanes;
            if (width > LongestWrittenOut) {
                writer.Loop(IrWriter.Int(0), IrWriter.Int(whole), lanes, d => Square(d, lanes, null));
            } else {
                for (long d = 0; d < whole; d += lanes) {
                    Square(IrWriter.Int(d), lanes, null);
                }
            }
            if (whole < width) {
                Square(IrWriter.Int(whole), (int)(width - whole), emitter.MaskBelow(IrWriter.Int(whole), IrWriter.Int(width), lanes));
            }

            void Square(IrValue d, int rows, IrValue? mask) {
                IrValue[] turned = Transposition.Write(writer, [.. scopes.Select(scope => emitter.EmitVector(body.Key, scope.InsideLanes(body.Width, d, lanes, mask)))]);
                for (int j = 0; j < rows; j++) {
                    IrValue line = writer.Multiply(writer.Add(d, IrWriter.Int(j)), IrWriter.Int(columns));
                    writer.Store(turned[j], writer.Element(start, "float", line), 4);
                }
            }
        });
    }

    /// <summary>Values in panels of as many channels as the tile has columns: for each key, the panel's channels side by side.</summary>
    /// <param name="place">The place in the batch.</param>
    /// <param name="first">The first key.</param>
    /// <param name="count">How many keys.</param>
    /// <param name="target">Where the panels go.</param>
    /// <param name="panelElements">Elements from one panel to the next.</param>
    public void Values(KernelScope place, IrValue first, IrValue count, IrValue target, long panelElements) => writer.Loop(IrWriter.Int(0), count, 1, k => {
        KernelScope scope = new(place.Inside(body.Keys, writer.Add(first, k)));
        emitter.Hoist([body.Value], body.Channels, scope);
        IrValue line = writer.Element(target, "float", writer.Multiply(k, IrWriter.Int(columns)));
        context.LanesLoop(body.Channels, IrWriter.Int(0), IrWriter.Int(channels), lanes, scope, inside => {
            IrValue e = inside.ValueOf(body.Channels)!.Value;
            IrValue panel = writer.Multiply(writer.Divide(e, IrWriter.Int(columns)), IrWriter.Int(panelElements));
            IrValue address = writer.Element(line, "float", writer.Add(panel, writer.Modulo(e, IrWriter.Int(columns))));
            // Channels behind the last are computed with, and never read.
            writer.Store(emitter.EmitVector(body.Value, inside), address, 4);
        });
    });

    // Keys that lie side by side in memory need not be turned.
    private bool LiesByKeys => body.Key.Operation == "load" && ScalarEmitter.Stride(emitter.Linear(body.Key.Buffer, body.Key.At), body.Keys) is { } stride && stride.Equals(Dimension.One);
}
