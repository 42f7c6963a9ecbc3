using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Kernels;

/// <summary>Reads from a score which keys a mask leaves out for sure, so that the loops need not visit them.</summary>
internal static class MaskBounds {
    /// <summary>
    /// The first key from which on the score is minus infinity: <c>Past + i + 1</c> for <c>select (less_equal key (Past + i)) s -inf</c>.
    /// Null when no such bound is seen.
    /// </summary>
    public static Index? End(Scalar score, Variable keys) => Condition(score) is { } condition ? EndOf(condition, keys) : null;

    /// <summary>Where this does not hold, the score is minus infinity; null when there is no such condition.</summary>
    public static Scalar? Condition(Scalar score) =>
        score.Operation == "select" && score.Operands[2] is { Operation: "constant", Value: double.NegativeInfinity } ? score.Operands[0] : null;

    private static Index? EndOf(Scalar condition, Variable keys) => condition.Operation switch {
        "and" => EndOf(condition.Operands[0], keys) ?? EndOf(condition.Operands[1], keys),
        "less_equal" => Bound(condition.Operands[0], condition.Operands[1], keys, 1),
        "less" => Bound(condition.Operands[0], condition.Operands[1], keys, 0),
        "greater_equal" => Bound(condition.Operands[1], condition.Operands[0], keys, 1),
        "greater" => Bound(condition.Operands[1], condition.Operands[0], keys, 0),
        _ => null,
    };

    // smaller < larger + past, solved for the key when it stands alone on the smaller side.
    private static Index? Bound(Scalar smaller, Scalar larger, Variable keys, long past) {
        if (smaller.Operation != "index" || (larger.Operation != "index" && larger.Operation != "constant")) {
            return null;
        }
        Index right = larger.Operation == "index" ? larger.At[0] : Index.Of(new Dimension((long)larger.Value));
        Index rest = smaller.At[0] - Index.Of(keys);
        bool alone = !rest.Variables().Contains(keys) && !right.Variables().Contains(keys) && !right.DataScalars().Any() && !rest.DataScalars().Any();
        return alone ? right - rest + new Dimension(past) : null;
    }
}
