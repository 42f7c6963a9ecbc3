using System.Linq;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// One row of a tile of products through the score and the running softmax: they become exp(score - maximum), and maximum, sum and the
/// factor of what came before are brought up to date.
/// </summary>
internal sealed class AttentionSoftmax {
    private readonly AttentionBody body;
    private readonly KeyTerms terms;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly int lanes;
    private readonly Scalar accumulator;
    private readonly RunningSoftmax softmax;

    public AttentionSoftmax(KernelContext context, AttentionBody body, KeyTerms terms) {
        (this.body, this.terms, writer, emitter, lanes) = (body, terms, context.Writer, context.Emitter, context.Emitter.NativeLanes);
        accumulator = AttentionEmitter.AccumulatorOf(body.Score);
        softmax = new RunningSoftmax(writer);
    }

    private string Vector => $"<{lanes} x float>";

    /// <summary>Writes the code for one row.</summary>
    /// <param name="row">The scope of the row.</param>
    /// <param name="scores">The row's products, then weights.</param>
    /// <param name="firstKey">The key that the first of them belongs to.</param>
    /// <param name="keys">How many there are.</param>
    /// <param name="isShown">Whether the mask hides none of them.</param>
    /// <param name="maximum">Where the running maximum lies.</param>
    /// <param name="total">Where the running sum lies.</param>
    /// <param name="factor">Where the factor of what came before goes.</param>
    public void Write(KernelScope row, IrValue scores, IrValue firstKey, IrValue keys, IrValue isShown, IrValue maximum, IrValue total, IrValue factor) {
        IrValue before = writer.Load("float", maximum, 4);
        IrValue whole = writer.Emit("i64", $"and {keys}, {-lanes}");
        Scalar shown = MaskBounds.Condition(body.Score) is null ? body.Score : body.Score.Operands[1];
        IrValue most = writer.Splat(before, lanes);
        if (shown == body.Score) {
            most = Scores(body.Score, most);
        } else {
            most = writer.If(isShown, [most], () => [Scores(shown, most)])[0];
            most = writer.If(writer.Emit("i1", $"xor {isShown}, true"), [most], () => [Scores(body.Score, most)])[0];
        }
        IrValue largest = softmax.Largest(most);
        IrValue shift = softmax.Shift(largest);
        IrValue correction = softmax.Exponential(writer.Emit("float", $"fsub {before}, {shift.Name}"));
        IrValue rounded = writer.Emit("i64", $"and {writer.Add(keys, IrWriter.Int(lanes - 1))}, {-lanes}");
        IrValue spread = writer.Splat(shift, lanes);
        IrValue sum = writer.Loop(IrWriter.Int(0), rounded, lanes, [new IrValue(Vector, "zeroinitializer")], (s, sofar) => {
            IrValue address = writer.Element(scores, "float", s);
            IrValue weight = softmax.Exponential(writer.Emit(Vector, $"fsub {writer.Load(Vector, address, 4)}, {spread.Name}"));
            writer.Store(weight, address, 4);
            return [writer.Emit(Vector, $"fadd {sofar[0]}, {weight.Name}")];
        }, ", !llvm.loop !0")[0];
        IrValue faded = writer.Emit("float", $"fmul contract {writer.Load("float", total, 4)}, {correction.Name}");
        writer.Store(writer.Emit("float", $"fadd contract {faded}, {emitter.AcrossLanes("sum", sum).Name}"), total, 4);
        writer.Store(largest, maximum, 4);
        writer.Store(correction, factor, 4);

        IrValue Scores(Scalar score, IrValue start) {
            KernelScope scope = new(row);
            IrValue best = writer.Loop(IrWriter.Int(0), whole, lanes, [start], (s, sofar) => [Score(scope, score, s, null, sofar[0])], ", !llvm.loop !0")[0];
            return writer.If(writer.Compare("slt", whole, keys), [best], () => [Score(scope, score, whole, emitter.MaskBelow(whole, keys, lanes), best)])[0];
        }

        IrValue Score(KernelScope scope, Scalar score, IrValue s, IrValue? mask, IrValue best) {
            IrValue address = writer.Element(scores, "float", s);
            KernelScope inside = scope.InsideLanes(body.Keys, writer.Add(firstKey, s), lanes, mask);
            inside.Remember(accumulator, writer.Load(Vector, address, 4));
            terms.Remember(inside, s);
            IrValue value = emitter.EmitVector(score, inside);
            if (mask is { } some) {
                value = writer.Select(some, value, writer.Splat(RunningSoftmax.Lowest, lanes));
            }
            writer.Store(value, address, 4);
            return softmax.Larger(value, best);
        }
    }
}
