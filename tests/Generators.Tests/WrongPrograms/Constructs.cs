// C# that has no meaning while the project builds.

//# a file
[Model] public partial class M { readonly string text = System.IO.File.ReadAllText("weights"); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * text.Length; }
//~ SIN0012 at 'System.IO.File.ReadAllText("weights")': 'File.ReadAllText' cannot be compiled into a model; what a model needs from a file is a Weight that its checkpoint fills, or a constant

//# random numbers
[Model] public partial class M { readonly float noise = new Random(1).NextSingle(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x + noise; }
//~ SIN0012 at 'new Random(1)': 'new Random' cannot be compiled into a model; a build gives the same model each time: make random numbers an input of the entry, or a Weight

//# the clock
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + DateTime.Now.Hour; }
//~ SIN0012 at 'DateTime.Now': 'DateTime.Now' cannot be compiled into a model; what changes from run to run is an input of the entry

//# the console
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Console.WriteLine(x.Shape); return x; } }
//~ SIN0012 at 'Console.WriteLine(x.Shape)': 'Console.WriteLine' cannot be compiled into a model; to look at values, call the model as plain C# and step through it

//# a thread
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { System.Threading.Tasks.Parallel.For(0, 3, i => { }); return x; } }
//~ SIN0012 at 'System.Threading.Tasks.Parallel.For(0, 3, i => { })': 'Parallel.For' cannot be compiled into a model; a compiled model uses all cores by itself: write a plain loop or query

//# reflection
[Model] public partial class M { readonly int count = typeof(M).GetMethods().Length; [Entry] public Tensor Run([Shape(3)] Tensor x) => x + count; }
//~ SIN0012 at 'typeof(M).GetMethods()': 'Type.GetMethods' cannot be compiled into a model; name the member itself

//# dynamic
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { dynamic y = 3; return x * (int)y; } }
//~ SIN0012 at 2. '3': 'dynamic' cannot be compiled into a model; name the type

//# a pointer
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { int n = 3; unsafe { int* p = &n; n = *p; } return x * n; } }
//~ SIN0012 at '&n': a pointer cannot be compiled into a model; use arrays and tensors

//# a span on the stack
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Span<int> s = stackalloc int[2]; return x * s.Length; } }
//~ SIN0012 at 'stackalloc int[2]': 'stackalloc' cannot be compiled into a model; use an array

//# a part of a span that is written to
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { int[] a = [1, 2, 3]; Span<int> s = a; s[1..][0] = 9; return x * a[1]; } }
//~ SIN0012 at 's[1..]': a part of a span that can be written to cannot be compiled into a model; use an array and indices, or a ReadOnlySpan

//# an event
[Model] public partial class M { event Action? Called; [Entry] public Tensor Run([Shape(3)] Tensor x) { Called?.Invoke(); return x; } }
//~ SIN0012 at 2. 'Called': an event cannot be compiled into a model; use a delegate in a field

//# a task
[Model] public partial class M {
    static async System.Threading.Tasks.Task<float> Gain() { await System.Threading.Tasks.Task.Yield(); return 2f; }
    [Entry] public Tensor Run([Shape(3)] Tensor x) => x * Gain().Result;
}
//~ SIN0012 at 'await System.Threading.Tasks.Task.Yield()': 'await' cannot be compiled into a model; a model is evaluated while the project builds: call synchronous code

//# a parallel query
[Model] public partial class M { readonly int sum = new[] { 1, 2 }.AsParallel().Sum(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * sum; }
//~ SIN0012 at 'new[] { 1, 2 }.AsParallel()': 'ParallelEnumerable.AsParallel' cannot be compiled into a model; a compiled model uses all cores by itself: write a plain loop or query

//# a hash code
[Model] public partial class M { readonly int hash = "name".GetHashCode(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * hash; }
//~ SIN0012 at '"name".GetHashCode()': 'String.GetHashCode' cannot be compiled into a model; a hash may differ from run to run: write the number

//# recursion without end
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Again(x, 1); static Tensor Again(Tensor x, int depth) => Again(x * 0.5f, depth + 1); }
//~ SIN0013 at 'Again(x * 0.5f, depth + 1)': 'Again' calls itself more than 96 calls deep; recursion must end by a condition that is known at build

//# a loop over a tensor's rows
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 2)] Tensor x) { List<Tensor> rows = []; foreach (int i in Enumerable.Range(0, 4)) { rows.Add(x[i]); } return Stack(0, rows.ToArray()); } }
//~ SIN0010 at 'x[i]': slice: positions 3 to 3 may lie outside axis 0 of [3, 2] (in Tensor[])

//# eager evaluation inside a model
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 3)] Tensor x) => x + (float)Step.Current.Past; }
//~ SIN0012 at 'Step.Current': 'Step.Current' cannot be compiled into a model; it belongs to eager evaluation; use Positions() and Cache
