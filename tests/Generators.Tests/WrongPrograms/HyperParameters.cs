// Hyper-parameters that blocks refuse, and exceptions of C# itself.

//# a block that throws
[Block] public class Halved { readonly Weight half; public Halved(int width) { if (width % 2 != 0) { throw new ArgumentException($"the width {width} must be even"); } half = new(width / 2); } public Tensor this[Tensor x] => x * half; }
[Model] public partial class M { readonly Halved halved = new(7); [Entry] public Tensor Run([Shape(3)] Tensor x) => halved[x]; }

//# a record that throws where it is used
public record Config(int Width, int Heads) { public int Head => Width % Heads == 0 ? Width / Heads : throw new ArgumentException($"{Heads} heads do not share a width of {Width}"); }
[Block] public class Part(Config config) { readonly Weight gain = new(config.Head); public Tensor this[Tensor x] => x * gain; }
[Model] public partial class M { readonly Part part = new(new Config(10, 4)); [Entry] public Tensor Run([Shape(3)] Tensor x) => part[x]; }

//# a throw helper
[Block] public class Part { readonly Weight gain; public Part(int width) { ArgumentOutOfRangeException.ThrowIfLessThan(width, 4); gain = new(width); } public Tensor this[Tensor x] => x * gain; }
[Model] public partial class M { readonly Part part = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => part[x]; }

//# a standard block that throws
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Rotary rotary = new(5); [Entry] public Tensor Run([Shape("Time", 2, 5)] Tensor x) => rotary[x]; }

//# attention whose heads do not share the width
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Attention attention = new(10, 32, heads: 4); [Entry] public Tensor Run([Shape("Time", 10)] Tensor x) => attention[x]; }

//# an exception that is caught and thrown again
[Model] public partial class M {
    static int Read(string text) { try { return int.Parse(text); } catch (FormatException) { throw new ArgumentException($"'{text}' is no number of layers"); } }
    readonly int layers = Read("six");
    [Entry] public Tensor Run([Shape(3)] Tensor x) => x * layers;
}

//# an index past the end
[Model] public partial class M { static readonly int[] Widths = [8, 16]; readonly Weight gain = new(Widths[2]); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * gain; }

//# a key that is not there
[Model] public partial class M { static readonly Dictionary<string, int> Sizes = new() { ["small"] = 8 }; readonly Weight gain = new(Sizes["large"]); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }

//# a key twice
[Model] public partial class M { static readonly Dictionary<string, int> Sizes = new() { { "small", 8 }, { "small", 9 } }; readonly Weight gain = new(Sizes["small"]); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }

//# a division by zero
[Model] public partial class M { const int Width = 8; static readonly int Groups = 0; readonly Weight gain = new(Width / Groups); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }

//# a block that is null
[Model] public partial class M { readonly Linear? gate = null; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => gate![x]; }

//# a wrong cast
[Model] public partial class M { readonly ILayer layer = new RmsNorm(3); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => ((Linear)layer)[x]; }

//# a switch without an arm
public enum Kind { Full, Sliding }
[Model] public partial class M { readonly Kind kind = Kind.Sliding; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => kind switch { Kind.Full => x }; }

//# an empty sequence
[Model] public partial class M { readonly int most = new List<int>().Max(); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => x * most; }

//# no element of several
[Model] public partial class M { readonly int only = new[] { 1, 2 }.Single(i => i > 0); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => x * only; }

//# a weight without extent
[Model] public partial class M { const int Experts = 0; readonly Weight gates = new(Experts, 4); [Entry] public Tensor Run([Shape(4)] Tensor x) => x + Sum(gates, 0); }

//# a cache without room
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Cache rows = new(0); [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Sum(rows.Append(x), 0); }

//# a decoder without layers
[Model, Decoder(Width = 8, Layers = 0, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;

//# a decoder without a vocabulary
[Model, Decoder(Width = 8, Layers = 1, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;

//# heads that do not divide
[Model, Decoder(Width = 9, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;

//# key heads that do not divide
[Model, Decoder(Width = 12, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 6, KeyValueHeads = 5), FeedForward(Hidden = 16)] public partial class M;

//# heads of an odd width that turn
[Model, Decoder(Width = 10, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), Rotary(Theta = 100), FeedForward(Hidden = 16)] public partial class M;

//# attributes without a decoder
[Model, FeedForward(Hidden = 16)] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
