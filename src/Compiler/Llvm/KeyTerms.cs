using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// What a score takes of a key whatever the query is, such as how far a gate has faded there: computed once for a block of keys and laid
/// side by side, instead of gathered anew for every query.
/// </summary>
internal sealed class KeyTerms {
    private readonly KernelContext context;
    private readonly Variable keys;
    private readonly List<(Scalar Term, IrValue Place)> terms;

    public KeyTerms(KernelContext context, AttentionBody body, IReadOnlyList<Variable> rows, long blockKeys) {
        (this.context, keys) = (context, body.Keys);
        List<Scalar> found = [];
        Collect(body.Score, [.. rows], found, []);
        // Whole vectors are written.
        terms = [.. found.Select(term => (term, context.TakeScratch((blockKeys + context.Emitter.NativeLanes) * 4)))];
    }

    /// <summary>Computes the terms of the keys from one to below another.</summary>
    public void Write(KernelScope place, IrValue first, IrValue end) {
        IrWriter writer = context.Writer;
        foreach ((Scalar term, IrValue target) in terms) {
            context.LanesLoop(keys, first, end, context.Emitter.NativeLanes, new KernelScope(place), inside => writer.Store(
                context.Emitter.EmitVector(term, inside), writer.Element(target, IrTypes.Register(term.Type), writer.Subtract(inside.ValueOf(keys)!.Value, first)), 4));
        }
    }

    /// <summary>Makes the terms of a vector of keys, the block's from the given one on, known in their scope.</summary>
    public void Remember(KernelScope inside, IrValue fromFirst) {
        foreach ((Scalar term, IrValue place) in terms) {
            string type = IrTypes.Register(term.Type);
            inside.Remember(term, context.Writer.Load($"<{inside.Lanes} x {type}>", context.Writer.Element(place, type, fromFirst), 4));
        }
    }

    // The largest parts that change with the key and not with the row, where they are more than a vector's load.
    private void Collect(Scalar scalar, HashSet<Variable> rows, List<Scalar> found, HashSet<Scalar> seen) {
        if (!seen.Add(scalar) || !scalar.DependsOn(keys)) {
            return;
        }
        bool isSameForRows = !scalar.Variables().Any(rows.Contains) && !Reads(scalar, "accumulator") && Reads(scalar, "load");
        if (isSameForRows && scalar.Type is (ElementType.F32 or ElementType.I32) && !IsVector(scalar)) {
            found.Add(scalar);
            return;
        }
        foreach (Scalar operand in scalar.Operands) {
            Collect(operand, rows, found, seen);
        }
    }

    private bool IsVector(Scalar scalar) => scalar.Operation == "index" || (scalar.Operation == "load"
        && ScalarEmitter.Stride(context.Emitter.Linear(scalar.Buffer, scalar.At), keys) is { } stride && stride.Equals(Dimension.One));

    private static bool Reads(Scalar scalar, string operation) {
        HashSet<Scalar> seen = [scalar];
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
}
