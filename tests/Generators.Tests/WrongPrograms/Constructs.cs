// C# that has no meaning while the project builds.

//# a file
[Model] public partial class M { readonly string text = System.IO.File.ReadAllText("weights"); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * text.Length; }

//# random numbers
[Model] public partial class M { readonly float noise = new Random(1).NextSingle(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x + noise; }

//# the clock
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + DateTime.Now.Hour; }

//# the console
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Console.WriteLine(x.Shape); return x; } }

//# a thread
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { System.Threading.Tasks.Parallel.For(0, 3, i => { }); return x; } }

//# reflection
[Model] public partial class M { readonly int count = typeof(M).GetMethods().Length; [Entry] public Tensor Run([Shape(3)] Tensor x) => x + count; }

//# dynamic
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { dynamic y = 3; return x * (int)y; } }

//# a pointer
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { int n = 3; unsafe { int* p = &n; n = *p; } return x * n; } }

//# a span on the stack
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { Span<int> s = stackalloc int[2]; return x * s.Length; } }

//# a part of a span that is written to
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) { int[] a = [1, 2, 3]; Span<int> s = a; s[1..][0] = 9; return x * a[1]; } }

//# an event
[Model] public partial class M { event Action? Called; [Entry] public Tensor Run([Shape(3)] Tensor x) { Called?.Invoke(); return x; } }

//# a task
[Model] public partial class M {
    static async System.Threading.Tasks.Task<float> Gain() { await System.Threading.Tasks.Task.Yield(); return 2f; }
    [Entry] public Tensor Run([Shape(3)] Tensor x) => x * Gain().Result;
}

//# a parallel query
[Model] public partial class M { readonly int sum = new[] { 1, 2 }.AsParallel().Sum(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * sum; }

//# a hash code
[Model] public partial class M { readonly int hash = "name".GetHashCode(); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * hash; }

//# recursion without end
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Again(x, 1); static Tensor Again(Tensor x, int depth) => Again(x * 0.5f, depth + 1); }

//# a loop over a tensor's rows
[Model] public partial class M { [Entry] public Tensor Run([Shape(3, 2)] Tensor x) { List<Tensor> rows = []; foreach (int i in Enumerable.Range(0, 4)) { rows.Add(x[i]); } return Stack(0, rows.ToArray()); } }

//# eager evaluation inside a model
[Model, Symbol("Time", 1, 32)] public partial class M { [Entry] public Tensor Run([Shape("Time", 3)] Tensor x) => x + (float)Step.Current.Past; }
