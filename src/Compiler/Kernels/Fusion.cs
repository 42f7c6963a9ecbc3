using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Graph.Operations;
using Sinter.Compiler.Passes;

namespace Sinter.Compiler.Kernels;

/// <summary>Part of an entry's schedule before its buffers have places in the table.</summary>
internal abstract record BoundStep;

/// <summary>A kernel with the buffers it is called on.</summary>
internal sealed record BoundKernel(Kernel Kernel, Sequence<BufferKey> Buffers) : BoundStep;

/// <summary>A body that runs <paramref name="Count"/> times; with a condition, while that bool is true.</summary>
internal sealed record BoundLoop(Dimension Count, int Depth, BufferKey? While, List<BoundStep> Body) : BoundStep;

/// <summary>One of two bodies, by a bool.</summary>
internal sealed record BoundBranch(BufferKey Condition, List<BoundStep> Then, List<BoundStep> Else) : BoundStep;

/// <summary>
/// Turns an entry's graph into kernels: selects what is kept in memory, composes each kernel's scalars, joins kernels that can run
/// side by side, and asks for tensors to be prepared at load where the call needs what only weights decide.
/// </summary>
internal sealed class Fusion(Module module, Entry entry, PreparedSet prepared) {
    private readonly EntryGraph graph = new(module, entry);
    private readonly HashSet<int> forced = [];
    private readonly Dictionary<int, bool> counted = [];
    private Dictionary<int, BufferKey> buffers = [];

    /// <summary>The kernels in the order of their execution, within the loops and branches around them.</summary>
    public List<BoundStep> Run() {
        while (true) {
            List<Root> roots = RootSelection.Select(graph, forced);
            Place(roots);
            List<BoundStep> steps = [];
            int forcedBefore = forced.Count;
            try {
                steps = new RegionSchedule(graph, roots, Compose, BufferOf).Run();
            } catch (UsedInManyPlacesException exception) {
                forced.Add(exception.Node);
            }
            if (forced.Count == forcedBefore) {
                return steps;
            }
        }
    }

    /// <summary>The type of what lies in a buffer.</summary>
    public TensorType TypeOf(BufferKey buffer) => buffer.Kind switch {
        BufferKind.Weight => module.Weights.First(weight => weight.Name == buffer.Key).Type,
        BufferKind.State => module.States.First(state => state.Name == buffer.Key).Type,
        BufferKind.Prepared => prepared[buffer.Key].Type,
        BufferKind.Input => entry.Inputs.First(input => input.Text("name") == buffer.Key).Type,
        BufferKind.Output => graph[entry.Outputs.First(output => output.Name == buffer.Key).Node].Type,
        BufferKind.Carried when RegionBuffers.IsPanels(buffer) => PanelsType(ContractionForm.Of(graph, graph[int.Parse(buffer.Key.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)])!),
        BufferKind.Carried => RegionBuffers.TypeOf(entry, buffer),
        _ => graph[int.Parse(buffer.Key, System.Globalization.CultureInfo.InvariantCulture)].Type,
    };

    /// <summary>The bytes that a temporary takes. Panels are filled up to whole ones, whose width the target chooses.</summary>
    public Dimension SizeOf(BufferKey buffer) {
        TensorType type = TypeOf(buffer);
        Dimension elements = type.Count;
        if (RegionBuffers.IsPanels(buffer)) {
            elements += TensorType.Product(type.Shape.Take(type.Rank - 2)) * type.Shape[type.Rank - 1] * new Dimension(WidestPanel - 1);
        }
        return elements * new Dimension(type.Element.Bytes());
    }

    // Two vectors of the widest target, 64 bytes each.
    private const int WidestPanel = 32;

    private TensorType PanelsType(ContractionForm form) => new(ElementType.F32, form.Batch.Select(axis => form.RightExtent(graph, axis.ToString()))
        .Concat(new[] { form.RightExtent(graph, form.Columns), form.RightExtent(graph, form.Summed) }).ToSequence());

    private void Place(List<Root> roots) {
        buffers = [];
        foreach (Node node in entry.Nodes.Where(node => graph.Live[node.Id])) {
            if (node.Operation == "weight") {
                buffers[node.Id] = new BufferKey(BufferKind.Weight, node.Text("name"));
            } else if (node.Operation == "input") {
                buffers[node.Id] = new BufferKey(BufferKind.Input, node.Text("name"));
            } else if (node.Operation == "state_read") {
                buffers[node.Id] = new BufferKey(BufferKind.State, node.Text("name"));
            } else if (node.Operation == "loop_state") {
                buffers[node.Id] = RegionBuffers.Carried(graph.Regions.LoopNamed(node.Text("loop")), node.Integer("index"));
            } else if (node.Operation == "loop_result") {
                buffers[node.Id] = RegionBuffers.Result(graph[node.Operands[0]], node.Integer("index"));
            } else if (ChangesCarried(node) is { } place) {
                buffers[node.Id] = place;
            } else if (node.Operation == "branch_result") {
                buffers[node.Id] = RegionBuffers.Carried(graph[node.Operands[0]], node.Integer("index"));
            }
        }
        foreach (Root root in roots.Where(root => root is not CopyRoot && !buffers.ContainsKey(root.Exit))) {
            Node exit = graph[root.Exit];
            buffers[root.Exit] = exit.Operation == "state_append"
                ? new BufferKey(BufferKind.State, exit.Text("name"))
                : new BufferKey(BufferKind.Temporary, root.Exit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        foreach (Output output in entry.Outputs) {
            if (buffers.TryGetValue(output.Node, out BufferKey? buffer) && buffer.Kind == BufferKind.Temporary) {
                buffers[output.Node] = new BufferKey(BufferKind.Output, output.Name);
            }
        }
    }

    // Updates of a carried tensor that nothing else reads are made where it lies, when the result is what is carried on.
    private BufferKey? ChangesCarried(Node node) {
        if (EntryGraph.Definition(node) is not ScatterOperation || graph[node.Operands[0]] is not { Operation: "loop_state" } state || graph.Consumers(state.Id).Count != 1) {
            return null;
        }
        Node loop = graph.Regions.LoopNamed(state.Text("loop"));
        bool isNext = loop.Next(state.Integer("index")) == node.Id && graph.Regions[node.Id] == graph.Regions.Inside(loop, 0);
        return isNext ? RegionBuffers.Carried(loop, state.Integer("index")) : null;
    }

    private BoundKernel Compose(List<Root> group) {
        Composer composer = new(graph, id => BufferOf(id), TypeOf);
        Kernel kernel = group[0] switch {
            ContractionRoot => ComposeContraction(composer, [.. group.Cast<ContractionRoot>()]),
            AttentionRoot attention => ComposeAttention(composer, attention),
            ScatterRoot scatter => ComposeScatter(composer, graph[scatter.Exit]),
            SortRoot sort => ComposeSort(composer, graph[sort.Exit]),
            _ => ComposeLoops(composer, group),
        };
        return new BoundKernel(CanonicalKernel.Of(kernel), composer.Buffers.ToSequence());
    }

    private Layout LayoutOf(BufferKey buffer) => buffer.Kind == BufferKind.Prepared ? prepared[buffer.Key].Layout
        : RegionBuffers.IsPanels(buffer) ? Layout.Panels : Layout.Plain;

    private BufferKey? BufferOf(int id) {
        if (buffers.TryGetValue(id, out BufferKey? buffer)) {
            return buffer;
        }
        return graph.IsRun(id) || IsView(id) ? null : new BufferKey(BufferKind.Prepared, prepared.Plain(graph, id));
    }

    // What costs nothing to compute where it is used: constants, counted positions, and moved elements of one weight.
    private bool IsView(int id) {
        Node node = graph[id];
        return node.Operation is "constant" or "weight" || IsCounted(id)
            || (node.Operation is "broadcast" or "reshape" or "transpose" or "slice" or "cast" && IsView(node.Operands[0]));
    }

    // Sums of counted positions with constant factors are index maps: what is gathered there, as a convolution's windows are, needs no look-up.
    private bool IsCounted(int id) {
        if (!counted.TryGetValue(id, out bool known)) {
            Node node = graph[id];
            known = node.Operation switch {
                "size" or "iota" => true,
                "constant" => node.Type.Element.IsInteger(),
                "broadcast" or "reshape" or "transpose" or "slice" => IsCounted(node.Operands[0]),
                "add" or "subtract" => node.Type.Element.IsInteger() && node.Operands.All(IsCounted),
                "multiply" => node.Type.Element.IsInteger() && node.Operands.All(IsCounted) && node.Operands.Any(IsOneNumber),
                _ => false,
            };
            counted.Add(id, known);
        }
        return known;
    }

    private bool IsOneNumber(int id) => graph[id].Operation switch {
        "constant" => true,
        "broadcast" or "reshape" => IsOneNumber(graph[id].Operands[0]),
        _ => false,
    };

    private LoopKernel ComposeLoops(Composer composer, List<Root> group) {
        Dictionary<string, (List<Variable> Axes, List<Store> Stores)> nests = [];
        foreach (Root root in group) {
            if (root is PackRoot pack) {
                AddPack(composer, nests, pack.Form);
            } else if (root is MoveRoot move) {
                AddStore(composer, nests, graph[move.Source], move.Target, at => move.Row is null ? at : [Index.Of(move.Row), .. at], element: false, move.From);
            } else if (root is CopyRoot) {
                BufferKey output = new(BufferKind.Output, entry.Outputs.First(output => output.Node == root.Exit).Name);
                AddStore(composer, nests, graph[root.Exit], output, at => at, element: false);
            } else {
                AddNests(composer, nests, graph[root.Exit], buffers[root.Exit], at => at);
            }
        }
        ForceWhatIsReadElsewhere(composer, group, nests.Values);
        foreach ((List<Variable> axes, List<Store> stores) in nests.Values) {
            foreach (Scalar reduction in stores.SelectMany(store => Composer.ReductionsIn(store.Value)).Where(reduction => composer.Reductions.ContainsKey(reduction))) {
                List<Variable> real = [.. axes.Where(axis => !axis.Extent.Equals(Dimension.One))];
                int outer = real.TakeWhile(reduction.DependsOn).Count();
                bool isHoistable = real.Skip(outer).All(axis => !reduction.DependsOn(axis));
                int node = composer.Reductions[reduction];
                if (!isHoistable && !group.Any(root => root.Exit == node)) {
                    forced.Add(node);
                }
            }
        }
        return new LoopKernel(composer.Parameters(LayoutOf), composer.Fused, nests.Values.Select(nest => new Nest(nest.Axes.ToSequence(), nest.Stores.ToSequence())).ToSequence());
    }

    private void AddPack(Composer composer, Dictionary<string, (List<Variable> Axes, List<Store> Stores)> nests, ContractionForm form) {
        List<Variable> axes = composer.Axes(PanelsType(form).Shape);
        Index[] at = [.. axes.Select(Index.Of)];
        Scalar value = composer.Read(form.Right, PreparedSet.PanelElement(graph, form, [.. at.Take(form.Batch.Length)], at[at.Length - 2], at[at.Length - 1]));
        // Nothing is computed once for several elements of panels.
        Force(composer, value, _ => true);
        nests.Add($"panels {form.Node.Id}", (axes, [new Store(composer.Parameter(RegionBuffers.Panels(form.Node), write: true), at.ToSequence(), value)]));
    }

    // A nest that stores the next value of a carried tensor gives up the old one. What reads other elements of the old one, or reads it in
    // another nest, is computed before: itself where it would take its place here too, else the next value.
    private void ForceWhatIsReadElsewhere(Composer composer, List<Root> group, IReadOnlyCollection<(List<Variable> Axes, List<Store> Stores)> nests) {
        List<Store> stores = [.. nests.SelectMany(nest => nest.Stores)];
        List<MoveRoot> moves = [.. group.OfType<MoveRoot>().Where(move => move.From is null)];
        Dictionary<int, int> computedHere = [];
        foreach (MoveRoot move in moves.Where(move => BufferOf(move.Source) is null)) {
            computedHere[composer.Parameter(move.Target, write: true)] = move.Source;
        }
        foreach (MoveRoot move in moves.Where(move => move.Target.Kind == BufferKind.Carried)) {
            int target = composer.Parameter(move.Target, write: true);
            Store own = stores.First(store => store.Parameter == target);
            List<Store> together = nests.First(nest => nest.Stores.Contains(own)).Stores;
            foreach (Store store in stores) {
                // Variables are the nest's own, so equal places are places of the same nest; but a single value has no place.
                if (Composer.LoadsOf(store.Value, target).Any(load => !load.At.Equals(own.At) || !together.Contains(store))) {
                    forced.Add(computedHere.TryGetValue(store.Parameter, out int reader) ? reader : move.Source);
                }
            }
        }
    }

    // Concatenations are written part by part, each by its own loops straight to its place.
    private void AddNests(Composer composer, Dictionary<string, (List<Variable> Axes, List<Store> Stores)> nests, Node node, BufferKey target, Func<Index[], Index[]> place) {
        if (node.Operation == "state_append") {
            composer.Note(node);
            Node rows = graph[node.Operands[0]];
            AddOperand(rows, at => place(ElementContext.Replace(at, 0, at[0] + Dimension.Symbol("Past"))));
            return;
        }
        if (node.Operation == "concatenate") {
            composer.Note(node);
            int axis = node.Integer("axis");
            Dimension start = Dimension.Zero;
            foreach (int operand in node.Operands) {
                Dimension offset = start;
                AddOperand(graph[operand], at => place(ElementContext.Replace(at, axis, at[axis] + offset)));
                start += graph[operand].Type.Shape[axis];
            }
            return;
        }
        AddStore(composer, nests, node, target, place, element: true);

        void AddOperand(Node operand, Func<Index[], Index[]> placeOperand) {
            if (BufferOf(operand.Id) is null && operand.Operation == "concatenate") {
                AddNests(composer, nests, operand, target, placeOperand);
            } else {
                AddStore(composer, nests, operand, target, placeOperand, element: false);
            }
        }
    }

    // By the value's own operation, or as it is read from wherever it lies.
    private static void AddStore(
        Composer composer, Dictionary<string, (List<Variable> Axes, List<Store> Stores)> nests, Node value, BufferKey target, Func<Index[], Index[]> place, bool element,
        BufferKey? from = null) {
        // Loops are shared by stores of one shape, and by ordered ones only along one axis.
        int? ordered = element ? EntryGraph.Definition(value).OrderedAxis(value) : null;
        string key = $"{value.Type.Shape} {ordered}";
        if (!nests.TryGetValue(key, out (List<Variable> Axes, List<Store> Stores) nest)) {
            nest = (composer.Axes(value.Type.Shape), []);
            nests.Add(key, nest);
        }
        Index[] at = [.. nest.Axes.Select(Index.Of)];
        Scalar scalar = element ? composer.Element(value, at, inOrder: true)
            : from is null ? composer.Read(value.Id, at)
            : composer.Pool.Load(composer.Parameter(from), value.Type.Element, at);
        nest.Stores.Add(new Store(composer.Parameter(target, write: true), place(at).ToSequence(), scalar));
    }

    private ContractionKernel ComposeContraction(Composer composer, List<ContractionRoot> group) {
        ContractionForm first = group[0].Form;
        TensorType leftType = graph[first.Left].Type;
        Dictionary<char, Variable> axes = [];
        foreach (char axis in first.Batch + first.Rows + first.Summed) {
            axes[axis] = composer.Pool.NewVariable(leftType.Shape[first.LeftAxes.IndexOf(axis)]);
        }
        Variable[] batch = [.. first.Batch.Select(axis => axes[axis])];
        Variable[] rows = [.. first.Rows.Select(axis => axes[axis])];
        Variable[] summed = [.. first.Summed.Select(axis => axes[axis])];
        composer.Note(first.Node);
        Scalar left = composer.Read(first.Left, [.. first.LeftAxes.Select(axis => Index.Of(axes[axis]))]);
        Force(composer, left, reduction => summed.Any(reduction.DependsOn));

        List<Segment> segments = [];
        foreach (IGrouping<int, ContractionRoot> sharing in group.GroupBy(root => root.Exit)) {
            ContractionRoot lead = sharing.First();
            Variable[] columns = [.. lead.Form.Columns.Select(axis => composer.Pool.NewVariable(graph[lead.Form.Right].Type.Shape[lead.Form.RightAxes.IndexOf(axis)]))];
            List<int> right = [];
            Index[] result = [];
            foreach (ContractionRoot root in sharing) {
                ContractionForm form = root.Form;
                right.Add(composer.Parameter(form.IsPackedInCall ? RegionBuffers.Panels(form.Node) : new BufferKey(BufferKind.Prepared, prepared.Panels(graph, form))));
                // Rows of all members are the first's: they read the same left operand in the same pattern.
                Dictionary<char, Variable> own = [];
                for (int i = 0; i < form.LeftAxes.Length; i++) {
                    own[form.LeftAxes[i]] = axes[first.LeftAxes[i]];
                }
                for (int i = 0; i < form.Columns.Length; i++) {
                    own[form.Columns[i]] = columns[i];
                }
                Index[] at = [.. Equation.Parse(form.Node.Text("equation"))!.Result.Select(axis => Index.Of(own[axis]))];
                int number = right.Count - 1;
                composer.Give(form.Node.Id, number);
                result = at;
            }
            Store store = EpilogueStore(composer, lead.Form.Node, lead.Exit, result);
            foreach (ContractionRoot root in sharing) {
                composer.Withdraw(root.Form.Node.Id);
            }
            segments.Add(new Segment(columns.ToSequence(), right.ToSequence(), Sequence.Of(store)));
        }
        return new ContractionKernel(composer.Parameters(LayoutOf), composer.Fused, batch.ToSequence(), rows.ToSequence(), summed.ToSequence(), left, segments.ToSequence());
    }

    // What follows a root: the exit's element, with the root's own result as an accumulator, and where it is stored.
    private Store EpilogueStore(Composer composer, Node root, int exit, Index[] at) {
        Node node = root;
        Index[] place = at;
        Index[] element = at;
        int value = root.Id;
        while (node.Id != exit) {
            Node next = graph.Join(node.Id)!;
            switch (next.Operation) {
                case "reshape":
                    place = element = ReshapeOperation.Map(node.Type.Shape, next.Type.Shape, place);
                    value = next.Id;
                    break;
                case "transpose":
                    place = element = [.. next.Extents("permutation").Select(axis => place[axis.Value])];
                    value = next.Id;
                    break;
                case "state_append":
                    // The rows are what is appended; the state's own index starts behind the past.
                    composer.Note(next);
                    place = ElementContext.Replace(place, 0, place[0] + Dimension.Symbol("Past"));
                    break;
                default:
                    value = next.Id;
                    break;
            }
            node = next;
        }
        Scalar scalar = composer.Given(value) ?? composer.Element(graph[value], element);
        Force(composer, scalar, _ => true);
        return new Store(composer.Parameter(buffers[exit], write: true), place.ToSequence(), scalar);
    }

    private AttentionKernel ComposeAttention(Composer composer, AttentionRoot root) {
        AttentionMatch match = root.Match;
        Equation weighted = Equation.Parse(match.Weighted.Text("equation"))!;
        string weightAxes = match.ValueFirst ? weighted.Right : weighted.Left;
        string valueAxes = match.ValueFirst ? weighted.Left : weighted.Right;
        int valueNode = match.Weighted.Operands[match.ValueFirst ? 0 : 1];
        char keyAxis = weighted.Summed[0];
        Dictionary<char, Variable> axes = [];
        for (int i = 0; i < weightAxes.Length; i++) {
            axes[weightAxes[i]] = composer.Pool.NewVariable(match.Scores.Type.Shape[i]);
        }
        char channelAxis = valueAxes.First(axis => weightAxes.IndexOf(axis) < 0);
        axes[channelAxis] = composer.Pool.NewVariable(graph[valueNode].Type.Shape[valueAxes.IndexOf(channelAxis)]);
        Variable keys = axes[keyAxis];

        // The product's axes are the scores', by position.
        Equation product = Equation.Parse(match.Product.Text("equation"))!;
        Dictionary<char, Variable> productAxes = [];
        for (int i = 0; i < product.Result.Length; i++) {
            productAxes[product.Result[i]] = axes[weightAxes[i]];
        }
        char widthAxis = product.Summed[0];
        int leftWidth = product.Left.IndexOf(widthAxis);
        Variable width = composer.Pool.NewVariable(leftWidth >= 0
            ? graph[match.Product.Operands[0]].Type.Shape[leftWidth]
            : graph[match.Product.Operands[1]].Type.Shape[product.Right.IndexOf(widthAxis)]);
        productAxes[widthAxis] = width;
        composer.Note(match.Product);
        Scalar[] sides = [
            composer.Read(match.Product.Operands[0], [.. product.Left.Select(axis => Index.Of(productAxes[axis]))]),
            composer.Read(match.Product.Operands[1], [.. product.Right.Select(axis => Index.Of(productAxes[axis]))]),
        ];
        bool leftIsKey = sides[0].DependsOn(keys);
        Scalar query = leftIsKey ? sides[1] : sides[0];
        Scalar key = leftIsKey ? sides[0] : sides[1];

        composer.Give(match.Product.Id, 0);
        Index[] scoreAt = [.. weightAxes.Select(axis => Index.Of(axes[axis]))];
        Scalar score = composer.Read(match.Scores.Id, scoreAt);
        composer.Withdraw(match.Product.Id);
        Node weights = graph[match.Weighted.Operands[match.ValueFirst ? 1 : 0]];
        Scalar? weigh = null;
        if (weights.Id != match.Probabilities.Id) {
            composer.Give(match.Probabilities.Id, 0);
            weigh = composer.Read(weights.Id, scoreAt);
            composer.Withdraw(match.Probabilities.Id);
            Force(composer, weigh, _ => true);
        }
        composer.Note(match.Weighted);
        Scalar value = composer.Read(valueNode, [.. valueAxes.Select(axis => Index.Of(axes[axis]))]);
        Scalar? sink = match.Sink is { } sinkNode ? composer.Read(sinkNode.Id, SinkAt(sinkNode, scoreAt)) : null;
        Force(composer, query, reduction => reduction.DependsOn(width));
        Force(composer, key, _ => true);
        Force(composer, score, _ => true);
        Force(composer, value, _ => true);
        if (sink is not null) {
            Force(composer, sink, _ => true);
        }

        composer.Give(match.Weighted.Id, 0);
        Store store = EpilogueStore(composer, match.Weighted, root.Exit, [.. weighted.Result.Select(axis => Index.Of(axes[axis]))]);
        Sequence<Variable> rows = weightAxes.Where(axis => axis != keyAxis).Select(axis => axes[axis]).ToSequence();
        return new AttentionKernel(composer.Parameters(LayoutOf), composer.Fused, new AttentionBody(
            rows, keys, width, axes[channelAxis], query, key, score, value, MaskBounds.End(score, keys), Sequence.Of(store), sink, weigh));
    }

    // Sinks align with the scores at their last axis; an axis of extent 1 repeats.
    private static Index[] SinkAt(Node sink, Index[] scoreAt) {
        int missing = scoreAt.Length - sink.Type.Rank;
        return [.. sink.Type.Shape.Select((extent, axis) => extent.Equals(Dimension.One) ? Index.Of(Dimension.Zero) : scoreAt[axis + missing])];
    }

    private ScatterKernel ComposeScatter(Composer composer, Node node) {
        composer.Note(node);
        int axis = node.Integer("axis");
        List<Variable> axes = composer.Axes(graph[node.Operands[2]].Type.Shape);
        Index[] at = [.. axes.Select(Index.Of)];
        Variable slot = composer.Pool.NewVariable(node.Type.Shape[axis]);
        Index[] place = ElementContext.Replace(at, axis, Index.Of(slot));
        Scalar position = composer.Read(node.Operands[1], at);
        Scalar value = composer.Read(node.Operands[2], at);
        int target = composer.Parameter(buffers[node.Id], write: true);
        if (((ScatterOperation)EntryGraph.Definition(node)).Combine is { } combine) {
            ElementType type = node.Type.Element;
            value = composer.Pool.Apply(combine, type, composer.Pool.Load(target, type, place), value);
        }
        Force(composer, position, _ => true);
        Force(composer, value, _ => true);
        Variable along = axes[axis];
        return new ScatterKernel(
            composer.Parameters(LayoutOf), composer.Fused, axes.Where(other => other != along).ToSequence(), along, slot, position, new Store(target, place.ToSequence(), value));
    }

    private SortKernel ComposeSort(Composer composer, Node node) {
        composer.Note(node);
        int axis = node.Integer("axis");
        List<Variable> axes = composer.Axes(graph[node.Operands[0]].Type.Shape);
        Scalar key = composer.Read(node.Operands[0], [.. axes.Select(Index.Of)]);
        Force(composer, key, reduction => reduction.DependsOn(axes[axis]));
        Variable rank = composer.Pool.NewVariable(node.Type.Shape[axis]);
        int workspace = composer.Parameter(RegionBuffers.Workspace(node), write: true);
        int order = composer.Parameter(buffers[node.Id], write: true);
        Index[] place = ElementContext.Replace([.. axes.Select(Index.Of)], axis, Index.Of(rank));
        Variable along = axes[axis];
        return new SortKernel(
            composer.Parameters(LayoutOf), composer.Fused, axes.Where(other => other != along).ToSequence(), along, key, node.Flag("descending"), rank, workspace,
            new Store(order, place.ToSequence(), composer.Pool.Accumulator(0, ElementType.I32)));
    }

    private void Force(Composer composer, Scalar scalar, Func<Scalar, bool> isMisplaced) {
        foreach (Scalar reduction in Composer.ReductionsIn(scalar)) {
            if (composer.Reductions.TryGetValue(reduction, out int node) && isMisplaced(reduction)) {
                forced.Add(node);
            }
        }
    }
}
