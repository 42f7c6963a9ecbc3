using System;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp;

/// <summary>
/// Which keys each query selects: an expression of the language whose value is one bool for each pair of positions.
/// Selectors combine with <c>&amp;</c>, <c>|</c> and <c>!</c>.
/// </summary>
public abstract class Selector : Node {
    private protected Selector(NodeKind kind, params ReadOnlySpan<Node> operands) : base(kind, operands) {
    }

    /// <inheritdoc/>
    public sealed override Type ElementType => typeof(bool);

    /// <summary>The hits that both share.</summary>
    public static Selector operator &(Selector left, Selector right) => new CombinedSelector(NodeKind.And, left, right);

    /// <summary>The hits of either.</summary>
    public static Selector operator |(Selector left, Selector right) => new CombinedSelector(NodeKind.Or, left, right);

    /// <summary>The keys that it misses.</summary>
    public static Selector operator !(Selector operand) => new CombinedSelector(NodeKind.Not, operand);

    /// <summary>
    /// Only the hits at the query's own position and before. It cuts what is selected now: of <c>!x.Causal()</c> the later
    /// keys are hits, of <c>(!x).Causal()</c> they are not.
    /// </summary>
    public Selector Causal() => this & Language.UpToHere;

    /// <summary>The same selector under a name.</summary>
    public Selector Named(string name) => (Selector)Renamed(name);
}
