// Models and entries that are badly declared.

//# a model that is not partial
[Model] public class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }

//# a model without entries
[Model] public partial class M { public Tensor Run([Shape(3)] Tensor x) => x; }

//# an entry without a shape
[Model] public partial class M { [Entry] public Tensor Run(Tensor x) => x; }

//# an entry that is private
[Model] public partial class M { [Entry] Tensor Run([Shape(3)] Tensor x) => x; }

//# an entry that is static
[Model] public partial class M { [Entry] public static Tensor Run([Shape(3)] Tensor x) => x; }

//# an entry that is generic
[Model] public partial class M { [Entry] public Tensor Run<T>([Shape(3)] Tensor x) => x; }

//# an entry that takes a number
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, int times) => x * times; }

//# an entry that takes an array of tensors
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor[] x) => x[0]; }

//# an entry that returns nothing
[Model] public partial class M { [Entry] public void Run([Shape(3)] Tensor x) { } }

//# an entry that returns an array
[Model] public partial class M { [Entry] public Tensor[] Run([Shape(3)] Tensor x) => [x, -x]; }

//# an entry that returns a tensor and a number
[Model] public partial class M { [Entry] public (Tensor Y, int Count) Run([Shape(3)] Tensor x) => (x, 3); }

//# an entry that returns a reference
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] ref Tensor x) => x; }

//# one value under two names
[Model] public partial class M { [Entry] public (Tensor Logits, Tensor Scores) Run([Shape(3)] Tensor x) { Tensor y = Exp(x); return (y, y); } }

//# two entries of one name
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + 1f; [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3)] Tensor y) => x + y; }

//# a model whose constructor takes hyper-parameters
[Model] public partial class M(int width) { readonly Weight gain = new(width); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * gain; }

//# an abstract model
[Model] public abstract partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Map(x); protected abstract Tensor Map(Tensor x); }

//# an entry that returns null
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => null!; }

//# a decoder with an entry of its own
[Model, Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)]
public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
