using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Tool.Html;

/// <summary>A point of a picture.</summary>
readonly record struct Point(double X, double Y);

/// <summary>
/// Places the boxes of an acyclic graph in layers from top to bottom (Sugiyama, Tagawa and Toda 1981): layers by longest
/// paths, order within a layer by the means of neighbours, then places near those means without overlap. Edges over several
/// layers go through a place of their own in each.
/// </summary>
sealed class LayeredLayout {
    const double LayerGap = 46, BoxGap = 22;
    const int OrderSweeps = 8, PlaceSweeps = 14;
    readonly List<(double Width, double Height)> boxes;
    readonly List<int> layerOf = [];
    readonly List<List<int>> above = [], below = [];
    readonly List<int[]> routes = [];
    readonly int real;
    List<List<int>> layers = [];
    double[] center = [];
    double[] top = [];
    double[] depth = [];

    /// <summary>Places boxes.</summary>
    /// <param name="sizes">Width and height of each box.</param>
    /// <param name="edges">Pairs of boxes, each from above to below.</param>
    /// <param name="rows">The layer of each box, where that is known; every edge goes down.</param>
    /// <exception cref="ArgumentException">The edges run in a circle, or not down.</exception>
    public LayeredLayout(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<(int From, int To)> edges, IReadOnlyList<int>? rows = null) {
        boxes = [.. sizes];
        real = sizes.Count;
        if (rows == null) {
            AssignLayers(edges);
        } else {
            if (edges.Any(edge => rows[edge.From] >= rows[edge.To])) {
                throw new ArgumentException("an edge does not go down", nameof(rows));
            }
            foreach (int row in rows) {
                AddBox(row);
            }
        }
        foreach ((int from, int to) in edges) {
            Route(from, to);
        }
        Order();
        Place();
        Width = boxes.Count == 0 ? 0 : Enumerable.Range(0, boxes.Count).Max(box => center[box] + boxes[box].Width / 2);
        Height = real == 0 ? 0 : Enumerable.Range(0, real).Max(box => top[box] + boxes[box].Height);
    }

    /// <summary>The picture's width; places begin at 0.</summary>
    public double Width { get; }

    /// <summary>The picture's height.</summary>
    public double Height { get; }

    /// <summary>The upper left corner of a box.</summary>
    public Point Corner(int box) => new(center[box] - boxes[box].Width / 2, top[box]);

    /// <summary>The points of an edge, from the box above to the one below.</summary>
    public IReadOnlyList<Point> Path(int edge) {
        int[] route = routes[edge];
        List<Point> points = [new(center[route[0]], top[route[0]] + boxes[route[0]].Height)];
        // Straight down beside the boxes of a layer, so that no line runs behind them.
        points.AddRange(route[1..^1].SelectMany(box => new[] { new Point(center[box], top[box]), new Point(center[box], top[box] + depth[layerOf[box]]) }));
        points.Add(new(center[route[^1]], top[route[^1]]));
        return points;
    }

    void AssignLayers(IReadOnlyList<(int From, int To)> edges) {
        ILookup<int, int> next = edges.ToLookup(edge => edge.From, edge => edge.To);
        int[] waiting = new int[real], layer = new int[real];
        foreach ((_, int to) in edges) {
            waiting[to]++;
        }
        bool[] begins = [.. waiting.Select(count => count == 0)];
        Queue<int> ready = new(Enumerable.Range(0, real).Where(box => begins[box]));
        int done = 0;
        while (ready.TryDequeue(out int box)) {
            done++;
            foreach (int to in next[box]) {
                layer[to] = Math.Max(layer[to], layer[box] + 1);
                if (--waiting[to] == 0) {
                    ready.Enqueue(to);
                }
            }
        }
        if (done < real) {
            throw new ArgumentException("the edges run in a circle", nameof(edges));
        }
        // What nothing leads to stands just above the first that needs it.
        for (int box = 0; box < real; box++) {
            layer[box] = begins[box] && next[box].Any() ? next[box].Min(to => layer[to]) - 1 : layer[box];
        }
        foreach (int at in layer) {
            AddBox(at);
        }
    }

    int AddBox(int layer) {
        layerOf.Add(layer);
        above.Add([]);
        below.Add([]);
        return layerOf.Count - 1;
    }

    void Route(int from, int to) {
        List<int> route = [from];
        for (int layer = layerOf[from] + 1; layer < layerOf[to]; layer++) {
            boxes.Add((6, 0));
            route.Add(AddBox(layer));
        }
        route.Add(to);
        for (int i = 1; i < route.Count; i++) {
            below[route[i - 1]].Add(route[i]);
            above[route[i]].Add(route[i - 1]);
        }
        routes.Add([.. route]);
    }

    void Order() {
        layers = [.. Enumerable.Range(0, layerOf.DefaultIfEmpty(-1).Max() + 1).Select(layer => Enumerable.Range(0, boxes.Count).Where(box => layerOf[box] == layer).ToList())];
        int[] position = new int[boxes.Count];
        void Number(List<int> layer) {
            for (int i = 0; i < layer.Count; i++) {
                position[layer[i]] = i;
            }
        }
        layers.ForEach(Number);
        for (int sweep = 0; sweep < OrderSweeps; sweep++) {
            bool down = sweep % 2 == 0;
            foreach (int index in down ? Enumerable.Range(0, layers.Count) : Enumerable.Range(0, layers.Count).Reverse()) {
                // A stable sort, so that boxes without neighbours keep their place.
                layers[index] = [.. layers[index].OrderBy(box => (down ? above : below)[box] is { Count: > 0 } neighbours ? neighbours.Average(other => position[other]) : position[box])];
                Number(layers[index]);
            }
        }
    }

    void Place() {
        center = new double[boxes.Count];
        top = new double[boxes.Count];
        depth = [.. layers.Select(layer => layer.Count == 0 ? 0 : layer.Max(box => boxes[box].Height))];
        double y = 0;
        foreach (List<int> layer in layers) {
            double x = 0;
            foreach (int box in layer) {
                center[box] = x + boxes[box].Width / 2;
                x += boxes[box].Width + BoxGap;
                top[box] = y;
            }
            y += layer.Count == 0 ? 0 : layer.Max(box => boxes[box].Height) + LayerGap;
        }
        for (int sweep = 0; sweep < PlaceSweeps; sweep++) {
            bool down = sweep % 2 == 0;
            foreach (int index in down ? Enumerable.Range(0, layers.Count) : Enumerable.Range(0, layers.Count).Reverse()) {
                Settle(layers[index], box => (IReadOnlyList<int>)[.. above[box], .. below[box]]);
            }
        }
        double least = boxes.Count == 0 ? 0 : Enumerable.Range(0, boxes.Count).Min(box => center[box] - boxes[box].Width / 2);
        for (int box = 0; box < boxes.Count; box++) {
            center[box] -= least;
        }
    }

    // As near to the wish as the order allows: pushed to the right in one pass and to the left in another, both without
    // overlap, and so is the mean of the two.
    void Settle(List<int> layer, Func<int, IReadOnlyList<int>> neighbours) {
        double[] wish = [.. layer.Select(box => neighbours(box) is { Count: > 0 } others ? others.Average(other => center[other]) : center[box])];
        double[] right = [.. wish], left = [.. wish];
        for (int i = 1; i < layer.Count; i++) {
            right[i] = Math.Max(wish[i], right[i - 1] + Apart(i - 1));
        }
        for (int i = layer.Count - 2; i >= 0; i--) {
            left[i] = Math.Min(wish[i], left[i + 1] - Apart(i));
        }
        for (int i = 0; i < layer.Count; i++) {
            center[layer[i]] = (left[i] + right[i]) / 2;
        }

        double Apart(int i) => (boxes[layer[i]].Width + boxes[layer[i + 1]].Width) / 2 + BoxGap;
    }
}
