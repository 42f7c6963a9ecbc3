using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>
/// Some dimensions of the residual stream that hold one thing from the moment it is written to its last use. Times count
/// half layers: 0 is the embedding, 2l - 1 the attention and 2l the MLP of layer l.
/// </summary>
sealed class Variable {
    public Variable(string name, int node, int born, IEnumerable<string> labels) {
        (Name, Node, Born, LastUse) = (name, node, born, born);
        Slots = [.. labels.Select(label => new Slot(this, label))];
    }

    public string Name { get; }

    /// <summary>The expression of the program, or -1.</summary>
    public int Node { get; }

    public int Born { get; }

    public int LastUse { get; private set; }

    public ImmutableArray<Slot> Slots { get; }

    /// <summary>Whether its slots are 0 or 1 up to the error, so that erasing one takes one unit.</summary>
    public bool IsIndicator { get; init; }

    /// <summary>Bounds of the distance from what is meant: of the slot that is 1, of another, and of all others together.</summary>
    public double Hot { get => field + Norm; set; }

    public double Cold { get => field + Norm; set; }

    public double ColdSum { get => field + Norm; set; }

    /// <summary>What a layer normalisation adds to each of these when its slots are read.</summary>
    public double Norm { get; init; }

    /// <summary>A bound of the magnitude of its slots.</summary>
    public double Largest { get; init; } = 1;

    public void Forget() => LastUse = Born;

    public void Use(int time) => LastUse = System.Math.Max(LastUse, time);
}

/// <summary>A dimension of the residual stream, for the life of a variable.</summary>
sealed class Slot(Variable owner, string label) {
    public Variable Owner => owner;

    public string Label => label;

    public int Dimension { get; set; } = -1;
}

/// <summary>A dimension times a factor.</summary>
readonly record struct Term(Slot Slot, double Factor);
