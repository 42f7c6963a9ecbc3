using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;

namespace Sinter.Compiler.Kernels;

/// <summary>
/// Tensors that are computed once a load because they depend on weights only. Equal expressions are one tensor, whichever entry asks.
/// Each is one kernel of <c>prepare</c>, with everything from the weights on inlined.
/// </summary>
internal sealed class PreparedSet {
    private readonly Dictionary<string, (TensorType Type, Layout Layout, BoundKernel Kernel)> tensors = [];
    private readonly List<string> order = [];

    /// <summary>
    /// Keys in the order of the table: tables of all layers' use first, then each layer's packed operands as they were asked for, so that
    /// the operands of layers that repeat stand at equal distances.
    /// </summary>
    public IReadOnlyList<string> Order => sorted ??= [.. order.OrderBy(key => tensors[key].Layout)];

    private List<string>? sorted;

    public (TensorType Type, Layout Layout, BoundKernel Kernel) this[string key] => tensors[key];

    /// <summary>The value of a node, row-major.</summary>
    public string Plain(EntryGraph graph, int id) => Add(graph, $"plain {Describe(graph, id)}", id, graph[id].Type, Layout.Plain,
        (composer, at) => graph[id].Operation == "weight" ? composer.Read(id, at) : composer.Element(graph[id], at, inOrder: true));

    /// <summary>The right operand of a contraction as [columns, summed], packed for the target.</summary>
    public string Panels(EntryGraph graph, ContractionForm form) {
        (Dimension columns, Dimension summed) = (form.RightExtent(graph, form.Columns), form.RightExtent(graph, form.Summed));
        string pattern = new([.. form.RightAxes.Select(axis => (char)(form.Columns.IndexOf(axis) >= 0 ? 'A' + form.Columns.IndexOf(axis) : 'a' + form.Summed.IndexOf(axis)))]);
        return Add(graph, $"panels {pattern} {Describe(graph, form.Right)}", form.Right, new TensorType(graph[form.Right].Type.Element, columns, summed), Layout.Panels,
            (composer, at) => composer.Read(form.Right, PanelElement(graph, form, [], at[0], at[1])));
    }

    /// <summary>The place in the right operand of an element of its panels.</summary>
    public static Index[] PanelElement(EntryGraph graph, ContractionForm form, Index[] batch, Index columnAt, Index summedAt) {
        Dimension Extent(char axis) => form.RightExtent(graph, axis.ToString());
        Index[] column = ReshapeOperation.Map(Sequence.Of(form.RightExtent(graph, form.Columns)), form.Columns.Select(Extent).ToSequence(), [columnAt]);
        Index[] sum = ReshapeOperation.Map(Sequence.Of(form.RightExtent(graph, form.Summed)), form.Summed.Select(Extent).ToSequence(), [summedAt]);
        return [.. form.RightAxes.Select(axis => form.Columns.IndexOf(axis) is var c and >= 0 ? column[c] : form.Summed.IndexOf(axis) is var k and >= 0 ? sum[k] : batch[form.Batch.IndexOf(axis)])];
    }

    private string Add(EntryGraph graph, string key, int root, TensorType type, Layout layout, System.Func<Composer, Index[], Scalar> element) {
        if (!tensors.ContainsKey(key)) {
            BufferKey target = new(BufferKind.Prepared, key);
            TensorType TypeOf(BufferKey buffer) => buffer.Equals(target) ? type
                : buffer.Kind == BufferKind.Prepared ? tensors[buffer.Key].Type
                : graph.Module.Weights.First(weight => weight.Name == buffer.Key).Type;
            HashSet<int> direct = Direct(graph, root);
            Composer composer = new(graph, id => graph[id].Operation == "weight" ? new BufferKey(BufferKind.Weight, graph[id].Text("name"))
                : !direct.Contains(id) && TakesAllOfSomething(graph[id]) ? new BufferKey(BufferKind.Prepared, Plain(graph, id))
                : null, TypeOf);
            List<Variable> axes = composer.Axes(type.Shape);
            Index[] at = [.. axes.Select(Index.Of)];
            Scalar value = element(composer, at);
            Store store = new(composer.Parameter(target, write: true), at.ToSequence(), value);
            LoopKernel kernel = new(composer.Parameters(buffer => buffer.Equals(target) ? layout : Layout.Plain), composer.Fused, Sequence.Of(new Nest(axes.ToSequence(), Sequence.Of(store))));
            tensors.Add(key, (type, layout, new BoundKernel(CanonicalKernel.Of(kernel), composer.Buffers.ToSequence())));
            order.Add(key);
            sorted = null;
        }
        return key;
    }

    // Computed again for each element that uses them, products of products would take the product of their extents; what a chain of
    // views leads to is computed once for each element of the result, as it would be by itself.
    private static bool TakesAllOfSomething(Node node) =>
        node.Operation == "contract" || EntryGraph.Definition(node) is ReductionOperation || EntryGraph.Definition(node).OrderedAxis(node) is not null;

    private static HashSet<int> Direct(EntryGraph graph, int root) {
        HashSet<int> direct = [root];
        for (Node node = graph[root]; node.Operation is "reshape" or "transpose" or "cast" && EntryGraph.Definition(graph[node.Operands[0]]).OrderedAxis(graph[node.Operands[0]]) is null; node = graph[node.Operands[0]]) {
            direct.Add(node.Operands[0]);
        }
        return direct;
    }

    // The expression from the weights on, written out: equal texts are equal values.
    private static string Describe(EntryGraph graph, int id) {
        StringBuilder text = new();
        Dictionary<int, int> numbers = [];
        Visit(id);
        return text.ToString();

        void Visit(int node) {
            if (numbers.ContainsKey(node)) {
                return;
            }
            foreach (int operand in graph[node].Operands) {
                Visit(operand);
            }
            numbers.Add(node, numbers.Count);
            text.Append($"{graph[node].Operation}({string.Join(",", graph[node].Operands.Select(operand => numbers[operand]))}){graph[node].Attributes}:{graph[node].Type};");
        }
    }
}
