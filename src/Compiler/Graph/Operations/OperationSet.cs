using System.Collections.Generic;
using System.Linq;

namespace Sinter.Compiler.Graph.Operations;

/// <summary>Every operation of the graph, by name. An operation is added by writing its class and naming it here.</summary>
public static class OperationSet {
    private static readonly Dictionary<string, Operation> Known = All().ToDictionary(operation => operation.Name);

    /// <summary>The operation of that name, or null.</summary>
    public static Operation? Find(string name) => Known.TryGetValue(name, out Operation? operation) ? operation : null;

    /// <summary>The operation of that name; throws <see cref="GraphException"/> for an unknown one.</summary>
    public static Operation Get(string name) => Find(name) ?? throw new GraphException($"there is no operation '{name}'");

    /// <summary>All names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = Known.Keys.OrderBy(name => name, System.StringComparer.Ordinal).ToList();

    private static IEnumerable<Operation> All() => [
        new InputOperation(), new WeightOperation(), new ConstantOperation(), new TableOperation(), new SizeOperation(), new IotaOperation(), new PositionsOperation(), new PastOperation(),
        new StateAppendOperation(), new StateReadOperation(), new StateWriteOperation(),
        new LoopStateOperation(), new LoopIndexOperation(), new LoopRowOperation(), new LoopOperation(), new RegionResultOperation("loop_result"),
        new BranchOperation(), new RegionResultOperation("branch_result"),
        .. ElementwiseOperation.All, new SelectOperation(), new CastOperation(),
        .. ReductionOperation.All, .. CumulativeOperation.All, new ContractOperation(),
        new ReshapeOperation(), new TransposeOperation(), new BroadcastOperation(), new SliceOperation(), new PadOperation(),
        new ConcatenateOperation(), new GatherOperation(), new TakeAlongOperation(), .. ScatterOperation.All, new SortOrderOperation(),
    ];
}
