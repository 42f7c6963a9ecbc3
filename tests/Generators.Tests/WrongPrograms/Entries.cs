// Models and entries that are badly declared.

//# a model that is not partial
[Model] public class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0001 at 2. 'M': The model 'M' must be partial, so that its generated members can be added; write 'partial class M'

//# a model without entries
[Model] public partial class M { public Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0002 at 2. 'M': The model 'M' has nothing to call: mark a public method with [Entry], or declare it by attributes such as [Decoder]

//# an entry without a shape
[Model] public partial class M { [Entry] public Tensor Run(Tensor x) => x; }
//~ SIN0008 at 'x': The parameter 'x' of the entry 'Run' must say its shape, such as [Shape("Time", 64)]

//# an entry that is private
[Model] public partial class M { [Entry] Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0027 at 'Run': The entry 'Run' must be public, so that the program can call it

//# an entry that is static
[Model] public partial class M { [Entry] public static Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0027 at 'Run': The entry 'Run' must be a method of the model with a body, not static, generic or abstract

//# an entry that is generic
[Model] public partial class M { [Entry] public Tensor Run<T>([Shape(3)] Tensor x) => x; }
//~ SIN0027 at 'Run': The entry 'Run' must be a method of the model with a body, not static, generic or abstract

//# an entry that takes a number
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x, int times) => x * times; }
//~ SIN0027 at 'Run': The entry 'Run' takes 'times', which is no Tensor; make build-time values fields of the model

//# an entry that takes an array of tensors
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor[] x) => x[0]; }
//~ SIN0027 at 'Run': The entry 'Run' takes 'x', an array; declare a parameter for each tensor, or one with a leading axis

//# an entry that returns nothing
[Model] public partial class M { [Entry] public void Run([Shape(3)] Tensor x) { } }
//~ SIN0027 at 'Run': The entry 'Run' returns void; return a Tensor or a tuple of tensors

//# an entry that returns an array
[Model] public partial class M { [Entry] public Tensor[] Run([Shape(3)] Tensor x) => [x, -x]; }
//~ SIN0027 at 'Run': The entry 'Run' returns Tensor[]; return a Tensor or a tuple of tensors

//# an entry that returns a tensor and a number
[Model] public partial class M { [Entry] public (Tensor Y, int Count) Run([Shape(3)] Tensor x) => (x, 3); }
//~ SIN0027 at 'Run': The entry 'Run' returns (Tensor Y, int Count); return a Tensor or a tuple of tensors

//# an entry that returns a reference
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] ref Tensor x) => x; }
//~ SIN0027 at 'Run': The entry 'Run' takes 'x' by reference; take tensors by value and return what changes

//# one value under two names
[Model] public partial class M { [Entry] public (Tensor Logits, Tensor Scores) Run([Shape(3)] Tensor x) { Tensor y = Exp(x); return (y, y); } }
//~ SIN0026 at 'Run': The results 'logits' and 'scores' of 'Run' are the same value; return it once

//# two entries of one name
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + 1f; [Entry] public Tensor Run([Shape(3)] Tensor x, [Shape(3)] Tensor y) => x + y; }
//~ SIN0027 at 2. 'Run': The entry 'Run' has the name of another entry; the program calls entries by their names, so give each its own

//# a model whose constructor takes hyper-parameters
[Model] public partial class M(int width) { readonly Weight gain = new(width); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * gain; }
//~ SIN0012 at 2. 'M': The constructor of 'M', which takes parameters, cannot be compiled into a model; give a model's hyper-parameters as constants or in field initialisers

//# an abstract model
[Model] public abstract partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => Map(x); protected abstract Tensor Map(Tensor x); }
//~ SIN0012 at 2. 'M': The abstract class 'M' cannot be compiled into a model; mark a class with [Model] that can be made

//# an entry that returns null
[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => null!; }
//~ SIN0027 at 'Run': The entry 'Run' returns null; return a Tensor or a tuple of tensors

//# a decoder with an entry of its own
[Model, Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2), FeedForward(Hidden = 16)]
public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
//~ SIN0003 at 'Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32)': [Decoder] on 'M' already gives the model its entries; remove it, or [Entry] from 'Run'

//# a generic model
[Model] public partial class M<T> { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + 1f; }
//~ SIN0012 at 2. 'M': The generic class 'M<T>' cannot be compiled into a model; put [Model] on a class that settles the types, such as one derived from it

//# a model of a file
[Model] file partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + 1f; }
//~ SIN0012 at 2. 'M': The class 'M', which is known in its file alone, cannot be compiled into a model; remove 'file'

//# a model inside a generic class
public partial class Outer<T> { [Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x + 1f; } }
//~ SIN0012 at 2. 'M': The generic class 'M' cannot be compiled into a model; put [Model] on a class that settles the types, such as one derived from it
