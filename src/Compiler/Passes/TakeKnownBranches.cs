using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Passes;

/// <summary>
/// Puts the side that is taken in the place of a branch whose condition is known at build, as that on the number of tokens is where
/// a variant fixes it.
/// <code>
/// %0 = size {extent = 1} : i32[]                 =>   %1 = exp %input
/// %1 = equal %0 %one : bool[]
/// %2 = branch %1 %exp %log : bool[]
/// %3 = branch_result %2 {index = 0, ...}
/// </code>
/// So a declaration may say how a single token is done and how many are, and each variant holds its own.
/// </summary>
public static class TakeKnownBranches {
    /// <summary>The module with such branches gone, and what only the other side needed with them.</summary>
    public static Module Run(Module module) {
        if (!module.Entries.Any(entry => entry.Nodes.Any(node => node.Operation == "branch"))) {
            return module;
        }
        return GraphRewriter.RewriteEntries(module, entry => {
            double?[] known = Known(entry);
            int[] rebuilt = new int[entry.Nodes.Count];
            return (builder, node, operands) => {
                int? replacement = null;
                if (node.Operation == "branch" && known[node.Operands[0]] is not null) {
                    // Nothing reads it any more; any value of its type will do until it is dropped.
                    replacement = builder.Constant(1, ElementType.Bool, node.Origin);
                } else if (node.Operation == "branch_result" && entry.Nodes[node.Operands[0]] is var branch && known[branch.Operands[0]] is { } condition) {
                    int results = branch.Operands.Count / 2;
                    replacement = rebuilt[branch.Operands[1 + (condition != 0 ? 0 : results) + node.Integer("index")]];
                }
                return rebuilt[node.Id] = replacement ?? builder.Apply(node.Operation, operands, node.Attributes, node.Origin);
            };
        });
    }

    // Scalars that are constants, sizes known at build, or made of these by comparisons and logic.
    private static double?[] Known(Entry entry) {
        double?[] known = new double?[entry.Nodes.Count];
        foreach (Node node in entry.Nodes.Where(node => node.Type.Rank == 0)) {
            double? Operand(int i) => known[node.Operands[i]];
            known[node.Id] = node.Operation switch {
                "constant" => ConstantOperation.ValueOf(node),
                "size" when node.Extent("extent").IsConstant => node.Extent("extent").Value,
                "not" when node.Type.Element == ElementType.Bool => Operand(0) is { } value ? Truth(value == 0) : null,
                "equal" or "not_equal" or "less" or "less_equal" or "greater" or "greater_equal" or "and" or "or"
                    when node.Type.Element == ElementType.Bool && Operand(0) is { } left && Operand(1) is { } right => Truth(Compare(node.Operation, left, right)),
                _ => null,
            };
        }
        return known;
    }

    private static bool Compare(string operation, double left, double right) => operation switch {
        "equal" => left == right,
        "not_equal" => left != right,
        "less" => left < right,
        "less_equal" => left <= right,
        "greater" => left > right,
        "greater_equal" => left >= right,
        "and" => left != 0 && right != 0,
        _ => left != 0 || right != 0,
    };

    private static double? Truth(bool value) => value ? 1 : 0;
}
