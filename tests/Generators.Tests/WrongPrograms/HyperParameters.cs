// Hyper-parameters that blocks refuse, and exceptions of C# itself.

//# a block that throws
[Block] public class Halved { readonly Weight half; public Halved(int width) { if (width % 2 != 0) { throw new ArgumentException($"the width {width} must be even"); } half = new(width / 2); } public Tensor this[Tensor x] => x * half; }
[Model] public partial class M { readonly Halved halved = new(7); [Entry] public Tensor Run([Shape(3)] Tensor x) => halved[x]; }
//~ SIN0021 at 'new(7)': the width 7 must be even

//# a record that throws where it is used
public record Config(int Width, int Heads) { public int Head => Width % Heads == 0 ? Width / Heads : throw new ArgumentException($"{Heads} heads do not share a width of {Width}"); }
[Block] public class Part(Config config) { readonly Weight gain = new(config.Head); public Tensor this[Tensor x] => x * gain; }
[Model] public partial class M { readonly Part part = new(new Config(10, 4)); [Entry] public Tensor Run([Shape(3)] Tensor x) => part[x]; }
//~ SIN0021 at 'config.Head': 4 heads do not share a width of 10

//# a throw helper
[Block] public class Part { readonly Weight gain; public Part(int width) { ArgumentOutOfRangeException.ThrowIfLessThan(width, 4); gain = new(width); } public Tensor this[Tensor x] => x * gain; }
[Model] public partial class M { readonly Part part = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => part[x]; }
//~ SIN0021 at 'new(3)': width must be at least 4, found 3

//# a standard block that throws
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Rotary rotary = new(5); [Entry] public Tensor Run([Shape("Time", 2, 5)] Tensor x) => rotary[x]; }
//~ SIN0021 at 'new(5)': rotary positions turn pairs; a head of 5 has an odd one

//# attention whose heads do not share the width
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Attention attention = new(10, 32, heads: 4); [Entry] public Tensor Run([Shape("Time", 10)] Tensor x) => attention[x]; }
//~ SIN0021 at 'new(10, 32, heads: 4)': 4 heads do not divide the width 10; say HeadWidth for heads of another size

//# an exception that is caught and thrown again
[Model] public partial class M {
    static int Read(string text) { try { return int.Parse(text); } catch (FormatException) { throw new ArgumentException($"'{text}' is no number of layers"); } }
    readonly int layers = Read("six");
    [Entry] public Tensor Run([Shape(3)] Tensor x) => x * layers;
}
//~ SIN0021 at 'Read("six")': 'six' is no number of layers

//# an index past the end
[Model] public partial class M { static readonly int[] Widths = [8, 16]; readonly Weight gain = new(Widths[2]); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * gain; }
//~ SIN0021 at 'Widths[2]': the index 2 is outside 'Widths[2]', which has 2 elements

//# a key that is not there
[Model] public partial class M { static readonly Dictionary<string, int> Sizes = new() { ["small"] = 8 }; readonly Weight gain = new(Sizes["large"]); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }
//~ SIN0021 at 'Sizes["large"]': the dictionary has no key "large"

//# a key twice
[Model] public partial class M { static readonly Dictionary<string, int> Sizes = new() { { "small", 8 }, { "small", 9 } }; readonly Weight gain = new(Sizes["small"]); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }
//~ SIN0021 at '{ "small", 9 }': the dictionary has the key "small" already

//# a division by zero
[Model] public partial class M { const int Width = 8; static readonly int Groups = 0; readonly Weight gain = new(Width / Groups); [Entry] public Tensor Run([Shape(8)] Tensor x) => x * gain; }
//~ SIN0021 at 'Width / Groups': 'Width / Groups' divides by zero

//# a block that is null
[Model] public partial class M { readonly Linear? gate = null; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => gate![x]; }
//~ SIN0021 at 'gate![x]': 'gate' is null where its indexer is used

//# a wrong cast
[Model] public partial class M { readonly ILayer layer = new RmsNorm(3); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => ((Linear)layer)[x]; }
//~ SIN0021 at '(Linear)layer': an instance of RmsNorm is no Linear

//# a switch without an arm
public enum Kind { Full, Sliding }
[Model] public partial class M { readonly Kind kind = Kind.Sliding; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => kind switch { Kind.Full => x }; }
//~ SIN0021 at 'kind switch { Kind.Full => x }': no arm of this switch matches Sliding

//# an empty sequence
[Model] public partial class M { readonly int most = new List<int>().Max(); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => x * most; }
//~ SIN0021 at 'new List<int>().Max()': Max: the sequence is empty

//# no element of several
[Model] public partial class M { readonly int only = new[] { 1, 2 }.Single(i => i > 0); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => x * only; }
//~ SIN0021 at 'new[] { 1, 2 }.Single(i => i > 0)': Single: Sequence contains more than one matching element

//# a weight without extent
[Model] public partial class M { const int Experts = 0; readonly Weight gates = new(Experts, 4); [Entry] public Tensor Run([Shape(4)] Tensor x) => x + Sum(gates, 0); }
//~ SIN0005 at 'new(Experts, 4)': Experts must be at least 1, found 0

//# a cache without room
[Model, Symbol("Time", 1, 32)] public partial class M { readonly Cache rows = new(0); [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => Sum(rows.Append(x), 0); }
//~ SIN0005 at 'new(0)': The capacity of a cache must be at least 1, found 0

//# a decoder without layers
[Model, Decoder(Width = 8, Layers = 0, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;
//~ SIN0005 at 'Layers = 0': Layers must be at least 1, found 0

//# a decoder without a vocabulary
[Model, Decoder(Width = 8, Layers = 1, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;
//~ SIN0004 at 'Decoder(Width = 8, Layers = 1, Context = 32)': The declaration of 'M' does not say Vocabulary; add Vocabulary = ... to [Decoder]

//# heads that do not divide
[Model, Decoder(Width = 9, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)] public partial class M;
//~ SIN0006 at 'Heads = 2': Width 9 is not divisible by Heads 2; the heads share the width evenly, or HeadWidth gives their size

//# key heads that do not divide
[Model, Decoder(Width = 12, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 6, KeyValueHeads = 5), FeedForward(Hidden = 16)] public partial class M;
//~ SIN0007 at 'KeyValueHeads = 5': KeyValueHeads 5 does not divide Heads 6; each key/value head serves the same number of heads

//# heads of an odd width that turn
[Model, Decoder(Width = 10, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), Rotary(Theta = 100), FeedForward(Hidden = 16)] public partial class M;
//~ SIN0021 at 'Decoder(Width = 10, Layers = 1, Vocabulary = 16, Context = 32)': rotary positions turn pairs; a head of 5 has an odd one

//# attributes without a decoder
[Model, FeedForward(Hidden = 16)] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0003 at 'FeedForward(Hidden = 16)': [FeedForward] on 'M' says how a decoder is built, but there is no [Decoder]; add [Decoder(Width = ..., Layers = ..., Vocabulary = ..., Context = ...)]
