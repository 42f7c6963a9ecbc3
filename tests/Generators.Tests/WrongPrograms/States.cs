// Weights, caches and fields that are misused.

//# a counter in a field
[Model] public partial class M { int calls; [Entry] public Tensor Run([Shape(3)] Tensor x) { calls++; return x * calls; } }

//# a list that grows with each call
[Model] public partial class M { readonly List<int> seen = []; [Entry] public Tensor Run([Shape(3)] Tensor x) { seen.Add(1); return x * seen.Count; } }

//# a dictionary that remembers
[Model] public partial class M { readonly Dictionary<string, int> seen = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) { seen["x"] = 1; return x; } }

//# a static that changes
[Model] public partial class M { static int calls = 1; [Entry] public Tensor Run([Shape(3)] Tensor x) { calls = 2; return x * calls; } }

//# a tensor kept for later
[Model] public partial class M { Tensor? last; [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = last is null ? x : last + x; last = x; return y; } }

//# a field of a block that changes
[Block] public class Counted { int calls; public Tensor this[Tensor x] { get { calls += 1; return x * calls; } } }
[Model] public partial class M { readonly Counted counted = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) => counted[x]; }

//# a cache appended to twice
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => keys.Append(x) + keys.Append(2f * x);
}

//# a cache shorter than the context
[Model, Symbol("Time", 1, 64)] public partial class M {
    const int Context = 48;
    readonly Cache keys = new(Context);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => keys.Append(x);
}

//# a cache without time
[Model, Symbol("Batch", 1, 8)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor Run([Shape("Batch", 4)] Tensor x) => keys.Append(x);
}

//# a cache in a constructor
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32); readonly Weight start = new(1, 4); readonly Tensor rows;
    public M() { rows = keys.Append(start); }
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => rows;
}

//# a cache of two row shapes
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor First([Shape("Time", 4)] Tensor x) => keys.Append(x);
    [Entry] public Tensor Second([Shape("Time", 5)] Tensor x) => keys.Append(x);
}

//# a cache in a local
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { Cache keys = new(32); return keys.Append(x); } }

//# a weight in a local
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Weight gain = new(3); return x * gain; } }

//# a block in a lambda
[Model] public partial class M { readonly Func<Tensor, Tensor> layer = Make(); static Func<Tensor, Tensor> Make() { Linear linear = new(3, 4); return x => linear[x]; } [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => layer(x); }

//# blocks in a record that is no block
public record Pair(Linear Up, Linear Down);
[Model] public partial class M { readonly Pair pair = new(new(3, 5), new(5, 3)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => pair.Down[Relu(pair.Up[x])]; }

//# blocks in a tuple
[Model] public partial class M { readonly (Linear Up, Linear Down) pair = (new(3, 5), new(5, 3)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => pair.Down[Relu(pair.Up[x])]; }

//# a block that a primary constructor only captures
[Block] public class Residual(Linear inner) { public Tensor this[Tensor x] => x + inner[x]; }
[Model] public partial class M { readonly Residual residual = new(new Linear(3, 3)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => residual[x]; }

//# one layer in two places
[Model] public partial class M { readonly Linear first = new(3, 3), second; public M() { second = first; } [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => second[first[x]]; }

//# the same layer twelve times
[Model] public partial class M { readonly Linear[] layers = Enumerable.Repeat(new Linear(3, 3), 12).ToArray(); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => layers.Aggregate(x, (y, layer) => layer[y]); }

//# two names that meet
[Model] public partial class M { readonly Weight outScale = new(3), out_scale = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * outScale + out_scale; }

//# a weight that nothing reads
[Model] public partial class M { readonly Linear used = new(3, 3), forgotten = new(3, 4); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => used[x]; }

//# an assignment to a weight
[Model] public partial class M { readonly Weight gain = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) { gain.Value = x; return x * gain; } }
