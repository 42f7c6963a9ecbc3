// Weights, caches and fields that are misused.

//# a counter in a field
[Model] public partial class M { int calls; [Entry] public Tensor Run([Shape(3)] Tensor x) { calls++; return x * calls; } }
//~ SIN0012 at 2. 'calls': A change of 'calls' of an instance of M, in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a list that grows with each call
[Model] public partial class M { readonly List<int> seen = []; [Entry] public Tensor Run([Shape(3)] Tensor x) { seen.Add(1); return x * seen.Count; } }
//~ SIN0012 at 'seen.Add(1)': A change of a list of 0 elements that the model holds, in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a dictionary that remembers
[Model] public partial class M { readonly Dictionary<string, int> seen = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) { seen["x"] = 1; return x; } }
//~ SIN0012 at 'seen["x"]': A change of a dictionary of 0 entries that the model holds, in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a static that changes
[Model] public partial class M { static int calls = 1; [Entry] public Tensor Run([Shape(3)] Tensor x) { calls = 2; return x * calls; } }
//~ SIN0012 at 2. 'calls': A change of the static 'calls' in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a tensor kept for later
[Model] public partial class M { Tensor? last; [Entry] public Tensor Run([Shape(3)] Tensor x) { Tensor y = last is null ? x : last + x; last = x; return y; } }
//~ SIN0012 at 4. 'last': A change of 'last' of an instance of M, in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a field of a block that changes
[Block] public class Counted { int calls; public Tensor this[Tensor x] { get { calls += 1; return x * calls; } } }
[Model] public partial class M { readonly Counted counted = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) => counted[x]; }
//~ SIN0012 at 2. 'calls': A change of 'calls' of an instance of Counted, in an entry, cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals

//# a cache appended to twice
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => keys.Append(x) + keys.Append(2f * x);
}
//~ SIN0022 at 'keys.Append(2f * x)': The cache "keys" is appended to twice in the entry 'Run'; a call adds its rows once

//# a cache shorter than the context
[Model, Symbol("Time", 1, 64)] public partial class M {
    const int Context = 48;
    readonly Cache keys = new(Context);
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => keys.Append(x);
}
//~ SIN0024 at 'keys.Append(x)': The cache "keys" holds 48 rows, but the symbols allow 64 (Past + Time); enlarge it or lower the bounds

//# a cache without time
[Model, Symbol("Batch", 1, 8)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor Run([Shape("Batch", 4)] Tensor x) => keys.Append(x);
}
//~ SIN0009 at 'keys.Append(x)': The symbol 'Time' is not declared; give its bounds on the model: [Symbol("Time", 1, 512)]

//# a cache in a constructor
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32); readonly Weight start = new(1, 4); readonly Tensor rows;
    public M() { rows = keys.Append(start); }
    [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => rows;
}
//~ SIN0012 at 'keys.Append(start)': appending to a cache in a constructor cannot be compiled into a model; append in an entry

//# a cache of two row shapes
[Model, Symbol("Time", 1, 32)] public partial class M {
    readonly Cache keys = new(32);
    [Entry] public Tensor First([Shape("Time", 4)] Tensor x) => keys.Append(x);
    [Entry] public Tensor Second([Shape("Time", 5)] Tensor x) => keys.Append(x);
}
//~ SIN0010 at 2. 'keys.Append(x)': state_append: the cache "keys" holds rows of f32[4] in another entry, found f32[Time, 5]; give each its own cache

//# a cache in a local
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { Cache keys = new(32); return keys.Append(x); } }
//~ SIN0020 at 'keys.Append(x)': This cache of 32 rows has no path, because no field of the model or of its blocks holds it; keep it in a field of a [Block]

//# a weight in a local
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Weight gain = new(3); return x * gain; } }
//~ SIN0020 at 'x * gain': This weight of shape [3] has no path, because no field of the model or of its blocks holds it; keep it in a field of a [Block]

//# a block in a lambda
[Model] public partial class M { readonly Func<Tensor, Tensor> layer = Make(); static Func<Tensor, Tensor> Make() { Linear linear = new(3, 4); return x => linear[x]; } [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => layer(x); }
//~ SIN0020 at 'linear[x]': This weight of shape [outputs 4, inputs 3] has no path, because no field of the model or of its blocks holds it; keep it in a field of a [Block] (in Linear[])

//# blocks in a record that is no block
public record Pair(Linear Up, Linear Down);
[Model] public partial class M { readonly Pair pair = new(new(3, 5), new(5, 3)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => pair.Down[Relu(pair.Up[x])]; }
//~ SIN0020 at 'pair.Up[x]': This weight of shape [outputs 5, inputs 3] has no path, because no field of the model or of its blocks holds it; mark 'Pair', which holds it, with [Block] (in Linear[])

//# blocks in a set
[Model] public partial class M { readonly HashSet<Linear> layers = [new(3, 5), new(5, 3)]; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => layers.Aggregate(x, (y, layer) => layer[y]); }
//~ SIN0020 at 'layer[y]': This weight of shape [outputs 5, inputs 3] has no path, because no field of the model or of its blocks holds it; keep it in an array or a list instead of a set (in Linear[])

//# a block that a primary constructor only captures
[Block] public class Residual(Linear inner) { public Tensor this[Tensor x] => x + inner[x]; }
[Model] public partial class M { readonly Residual residual = new(new Linear(3, 3)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => residual[x]; }
//~ SIN0020 at 'inner[x]': This weight of shape [outputs 3, inputs 3] has no path, because no field of the model or of its blocks holds it; the parameter 'inner' of 'Residual' is no field: add 'readonly Linear inner = inner;' (in Linear[])

//# one layer in two places
[Model] public partial class M { readonly Linear first = new(3, 3), second; public M() { second = first; } [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => second[first[x]]; }
//~ SIN0018 at 'second': One Linear is held by two fields, first and second; a path must name it alone, so make two, or keep it in one field

//# the same layer twelve times
[Model] public partial class M { readonly Linear[] layers = Enumerable.Repeat(new Linear(3, 3), 12).ToArray(); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => layers.Aggregate(x, (y, layer) => layer[y]); }
//~ SIN0018 at 'layers': One Linear is held by two fields, layers.0 and layers.1; a path must name it alone, so make two, or keep it in one field

//# two names that meet
[Model] public partial class M { readonly Weight outScale = new(3), out_scale = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * outScale + out_scale; }
//~ SIN0018 at 'out_scale': Two fields give their weight the path "out_scale"; rename one of them

//# a weight that nothing reads
[Model] public partial class M { readonly Linear used = new(3, 3), forgotten = new(3, 4); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => used[x]; }
//~ SIN0019 at 'new(3, 4)': The weight "forgotten.weight" is used by no entry of 'M'; remove it, or checkpoints must provide a tensor that nothing reads

//# an assignment to a weight
[Model] public partial class M { readonly Weight gain = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) { gain.Value = x; return x * gain; } }
//~ SIN0012 at 'gain.Value': an assignment to Weight.Value cannot be compiled into a model; checkpoints fill weights when a model is loaded
