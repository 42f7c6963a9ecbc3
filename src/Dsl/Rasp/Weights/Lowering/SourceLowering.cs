using System.Collections.Immutable;
using System.Linq;
using Sinter.Rasp.Nodes;

namespace Sinter.Rasp.Weights;

/// <summary>Inputs, positions and constants: what the embedding writes.</summary>
static class SourceLowering {
    public static Reading Lower(Lowering lowering, GraphNode node) {
        Domain domain = lowering.Analysis[node.Id];
        if (node.Node.Kind == NodeKind.Constant) {
            return new Categorical(domain, [[]]);
        }
        if (lowering.Encoding(node) != ValueEncoding.Numerical) {
            return lowering.NewCategorical(node.Id, 0, domain);
        }
        if (domain.Values.FirstOrDefault(value => Domain.Number(value) == null) is { } other) {
            throw new RaspException(lowering.Analysis.Name(node.Id), $"{Format.Value(other)} is no number, so the expression is categorical");
        }
        double[] numbers = [.. domain.Values.Select(value => Domain.Number(value)!.Value)];
        Variable variable = lowering.Variable(lowering.Analysis.Name(node.Id), node.Id, 0, ["number"], isIndicator: false, largest: numbers.Max(System.Math.Abs));
        variable.Hot = numbers.Max(number => System.Math.Abs(number - (float)number));
        return new Line(domain, [new Term(variable.Slots[0], 1)], 0, numbers.Select((number, category) => new Point(number, category)), variable.Hot, [], 1);
    }

    /// <summary>What the embedding writes for a category.</summary>
    public static ImmutableArray<Term> Embedded(Reading? reading, int category) => reading switch {
        Categorical categorical => [.. categorical.Slots[category].Select(slot => new Term(slot, 1))],
        Line line => [new Term(line.Form[0].Slot, Domain.Number(line.Domain[category])!.Value)],
        _ => [],
    };
}
