using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Sinter.Generators.Tests;

/// <summary>Wrong programs, each with its one diagnostic: the id, the whole message, and the span between the brackets [| |].</summary>
public class DiagnosticTests {
    private const string Feed = "[FeedForward(Hidden = 16)] ";

    [Fact]
    public void NotPartial() => Expect("""
        [Model, Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32)]
        public class [|M|];
        """, "SIN0001", "The model 'M' must be partial, so that its generated members can be added; write 'partial class M'");

    [Fact]
    public void NotPartialOuterClass() => Expect("""
        public class [|Outer|] {
            [Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
        }
        """, "SIN0001", "The model 'Outer' must be partial, so that its generated members can be added; write 'partial class Outer'");

    [Fact]
    public void NoEntry() => Expect("""
        [Model]
        public partial class [|M|] { public Tensor Run([Shape(3)] Tensor x) => x; }
        """, "SIN0002", "The model 'M' has nothing to call: mark a public method with [Entry], or declare it by attributes such as [Decoder]");

    [Fact]
    public void AttentionWithoutDecoder() => Expect("""
        [Model, [|Attention(Heads = 4)|]]
        public partial class M;
        """, "SIN0003", "[Attention] on 'M' says how a decoder is built, but there is no [Decoder]; add [Decoder(Width = ..., Layers = ..., Vocabulary = ..., Context = ...)]");

    [Fact]
    public void DecoderWithEntry() => Expect("""
        [Model, [|Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32)|]]
        public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x; }
        """, "SIN0003", "[Decoder] on 'M' already gives the model its entries; remove it, or [Entry] from 'Run'");

    [Fact]
    public void HyperParameterMissing() => Expect(Feed + """
        [Model, [|Decoder(Width = 8, Layers = 1, Context = 32)|]]
        public partial class M;
        """, "SIN0004", "The declaration of 'M' does not say Vocabulary, Heads; add Vocabulary = ... to [Decoder], [Attention(Heads = ...)]");

    [Fact]
    public void HyperParameterZero() => Expect(Feed + """
        [Model, Decoder(Width = 8, [|Layers = 0|], Vocabulary = 16, Context = 32), Attention(Heads = 2)]
        public partial class M;
        """, "SIN0005", "Layers must be at least 1, found 0");

    [Fact]
    public void HyperParameterNegative() => Expect(Feed + """
        [Model, Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 2, [|Window = -3|])]
        public partial class M;
        """, "SIN0005", "Window must be 0 or more, found -3");

    [Fact]
    public void WidthNotDivisible() => Expect(Feed + """
        [Model, Decoder(Width = 10, Layers = 1, Vocabulary = 16, Context = 32), Attention([|Heads = 4|])]
        public partial class M;
        """, "SIN0006", "Width 10 is not divisible by Heads 4; the heads share the width evenly, or HeadWidth gives their size");

    [Fact]
    public void KeyValueHeadsDoNotDivide() => Expect(Feed + """
        [Model, Decoder(Width = 12, Layers = 1, Vocabulary = 16, Context = 32), Attention(Heads = 6, [|KeyValueHeads = 4|])]
        public partial class M;
        """, "SIN0007", "KeyValueHeads 4 does not divide Heads 6; each key/value head serves the same number of heads");

    [Fact]
    public void ParameterWithoutShape() => ExpectIn("[Entry] public Tensor Run(Tensor [|x|]) => x;",
        "SIN0008", "The parameter 'x' of the entry 'Run' must say its shape, such as [Shape(\"Time\", 64)]");

    [Fact]
    public void UnknownSymbol() => ExpectIn("[Entry] public Tensor Run([Shape([|\"Time\"|], 8)] Tensor x) => x;",
        "SIN0009", "The symbol 'Time' is not declared; give its bounds on the model: [Symbol(\"Time\", 1, 512)]");

    [Fact]
    public void PositionsWithoutTime() => ExpectIn("[Entry] public Tensor Run([Shape(8)] Tensor x) => x + Cast([|Positions()|], ElementType.F32);",
        "SIN0009", "The symbol 'Time' is not declared; give its bounds on the model: [Symbol(\"Time\", 1, 512)]");

    [Fact]
    public void ShapeMismatchWithTheUsersNames() => Expect("""
        [Block] public class Part(int width, int hidden) {
            readonly Weight gain = new(width), other = new(hidden);
            public Tensor this[Tensor x] => x * gain + x * [|other|];
        }
        [Model, Symbol("Time", 1, 32)] public partial class M {
            readonly Part part = new(8, 12);
            [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => part[x];
        }
        """.Replace("x * gain + x * [|other|]", "x * gain + [|x * other|]", StringComparison.Ordinal),
        "SIN0010", "multiply: shapes [Time, 8] and [hidden 12] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 8 meets hidden 12");

    [Fact]
    public void ShapeMismatchInsideABlock() => Expect("""
        [Model, Symbol("Time", 1, 32)] public partial class M {
            readonly RmsNorm norm = new(12);
            [Entry] public Tensor Run([Shape("Time", 8)] Tensor x) => [|norm[x]|];
        }
        """, "SIN0010", "multiply: shapes [Time, 8] and [width 12] do not broadcast to one shape; counted from the last axis, extents are equal or 1, but 8 meets width 12 (in RmsNorm[]: `Operations.RmsNormalize(x, epsilon) * scale`)");

    [Fact]
    public void ExtentThatIsNone() => ExpectIn("[Entry] public Tensor Run([Shape([|\"Time +\"|])] Tensor x) => x;",
        "SIN0010", "'Time +' is no extent; write an integer, a symbol, or a sum such as \"Past + Time\"");

    [Fact]
    public void EquationWithWrongExtent() => ExpectIn("""
        readonly Weight weight = new(5, 7);
        [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => [|Contract("ti,oi->to", x, weight)|];
        """, "SIN0011", "contract: axis 'i' of \"ti,oi->to\" is 6 in one operand and 7 in the other: shapes [3, 6] and [5, 7]");

    [Fact]
    public void EquationWithWrongRank() => ExpectIn("""
        readonly Weight weight = new(5);
        [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => [|Contract("ti,oi->to", x, weight)|];
        """, "SIN0011", "contract: \"ti,oi->to\" names 2 axes of operand 2, whose shape is [5]");

    [Fact]
    public void EquationInsideABlock() => ExpectIn("""
        readonly Linear linear = new(5, 7);
        [Entry] public Tensor Run([Shape(3, 6)] Tensor x) => [|linear[x]|];
        """, "SIN0011", "contract: axis 'i' of \"ti,oi->to\" is 6 in one operand and 5 in the other: shapes [3, 6] and [outputs 7, inputs 5] (in Linear[]: `Operations.Contract(equation, x, weight)`)");

    [Theory]
    [InlineData("dynamic d = [|1|]; return x;", "'dynamic'", "name the type")]
    [InlineData("int n = [|Environment.ProcessorCount|]; return x;", "'Environment.ProcessorCount'", "what changes from run to run is an input of the entry")]
    [InlineData("Random r = [|new Random(1)|]; return x;", "'new Random'", "a build gives the same model each time: make random numbers an input of the entry, or a Weight")]
    [InlineData("[|Console.WriteLine(1)|]; return x;", "'Console.WriteLine'", "to look at values, call the model as plain C# and step through it")]
    [InlineData("Span<int> s = [|stackalloc int[3]|]; return x;", "'stackalloc'", "use an array")]
    [InlineData("unsafe { int n = 1; int* p = [|&n|]; } return x;", "a pointer", "use arrays and tensors")]
    [InlineData("DateTime now = [|DateTime.Now|]; return x;", "'DateTime.Now'", "what changes from run to run is an input of the entry")]
    [InlineData("string text = [|System.IO.File.ReadAllText(\"weights\")|]; return x;", "'File.ReadAllText'", "what a model needs from a file is a Weight that its checkpoint fills, or a constant")]
    [InlineData("using (System.IO.MemoryStream s = [|new()|]) { } return x;", "'new MemoryStream'", "what a model needs from a file is a Weight that its checkpoint fills, or a constant")]
    public void UnsupportedConstruct(string body, string what, string instead) => ExpectIn($"[Entry] public Tensor Run([Shape(3)] Tensor x) {{ {body} }}",
        "SIN0012", $"{what} cannot be compiled into a model; {instead}");

    [Theory]
    [InlineData("[|calls|]++; return x;", "A change of 'calls' of an instance of M, in an entry,")]
    [InlineData("[|calls|] = 3; return x;", "A change of 'calls' of an instance of M, in an entry,")]
    [InlineData("[|Calls|] += 3; return x;", "A change of 'Calls' of an instance of M, in an entry,")]
    [InlineData("[|list.Add(3)|]; return x;", "A change of a list of 0 elements that the model holds, in an entry,")]
    [InlineData("[|array[0]|] = 3; return x;", "A change of an array of 2 elements that the model holds, in an entry,")]
    [InlineData("[|shared|] = 3; return x;", "A change of the static 'shared' in an entry,")]
    public void StateInAField(string body, string what) => ExpectIn($$"""
        int calls; int Calls { get; set; } static int shared = 1; readonly List<int> list = []; readonly int[] array = [1, 2];
        [Entry] public Tensor Run([Shape(3)] Tensor x) { {{body}} }
        """, "SIN0012", $"{what} cannot be compiled into a model; an entry is compiled once and called often: keep state in a State or a Cache, and values of one call in locals");

    [Fact]
    public void ComparisonOfReferences() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) => [|x == x + 1|] ? x : -x;",
        "SIN0012", "a comparison of references cannot be compiled into a model; compare elements with Equal(x, y)");

    [Fact]
    public void Recursion() => ExpectIn("""
        [Entry] public Tensor Run([Shape(3)] Tensor x) => Again(x, 0);
        Tensor Again(Tensor x, int n) => [|Again(x + 1, n + 1)|];
        """, "SIN0013", "'Again' calls itself more than 96 calls deep; recursion must end by a condition that is known at build");

    [Fact]
    public void RecursionOfBlocks() => Expect("""
        [Block] public class Nest { readonly Nest inner = [|new Nest()|]; public Tensor this[Tensor x] => inner[x]; }
        [Model] public partial class M { readonly Nest nest = new(); [Entry] public Tensor Run([Shape(3)] Tensor x) => nest[x]; }
        """, "SIN0013", "'Nest' calls itself more than 96 calls deep; recursion must end by a condition that is known at build");

    [Fact]
    public void LoopOverAValue() => ExpectIn("""
        [Entry] public Tensor Run([Shape(3)] Tensor x) {
            for (int i = 0; [|i < x.ToArray<float>()[0]|]; i++) { x = x + 1; }
            return x;
        }
        """, "SIN0014", "How often this loop runs depends on the value of 'x.ToArray<float>()', which is known only when the model runs; loop with While, which ends by a tensor");

    [Fact]
    public void LoopOverTime() => ExpectIn("""
        [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) {
            for (int t = 0; [|t < x.Shape[0]|]; t++) { x = x + t; }
            return x;
        }
        """, "SIN0014", "How often this loop runs depends on the size Time, which is known only when the model runs; step along the axis with Scan, or use an operation such as CumulativeSum", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void LoopWhileAValue() => ExpectIn("""
        [Entry] public Tensor Run([Shape(3)] Tensor x) {
            while ([|x.ToArray<float>()[0] > 1|]) { x = x / 2; }
            return x;
        }
        """, "SIN0014", "How often this loop runs depends on the value of 'x.ToArray<float>()', which is known only when the model runs; loop with While, which ends by a tensor");

    [Fact]
    public void LoopOverElements() => ExpectIn("""
        [Entry] public Tensor Run([Shape(3)] Tensor x) {
            foreach (float f in [|x.ToArray<float>()|]) { x = x + f; }
            return x;
        }
        """, "SIN0014", "How often this loop runs depends on the value of 'x.ToArray<float>()', which is known only when the model runs; loop over a build-time count and take x[i], or use Scan");

    [Fact]
    public void BranchOnAValue() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) { if ([|x.ToArray<float>()[0] > 0|]) return x; return -x; }",
        "SIN0015", "This branch depends on the value of 'x.ToArray<float>()', which is known only when the model runs; choose elements with Select(condition, whenTrue, whenFalse), or sides with If");

    [Fact]
    public void ValueAsExtent() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) => [|Iota((int)x.ToArray<float>()[0])|];",
        "SIN0016", "the value of 'x.ToArray<float>()' is known only when the model runs, but the argument 'length' needs it at build; keep it a tensor: x[i], Slice and Gather take parts of one");

    [Fact]
    public void ShapesOfAConvolution() => ExpectIn("readonly Weight kernel = new(4, 3, 2); [Entry] public Tensor Run([Shape(5, 9)] Tensor x) => [|Convolve(x, kernel)|];",
        "SIN0010", "convolve: weight [4, 3, 2] has 3 channels for each of 1 groups and 4 outputs, which does not fit x [5, 9] with 5 channels (in Operations.Convolve)");

    [Fact]
    public void DecisionByARealNumberOfASize() => ExpectIn("[Entry] public Tensor Run([Shape(\"Time\", 4)] Tensor x) => [|1f / x.Shape[0] > 0.1f|] ? x : -x;",
        "SIN0016", "a number made of a size is known only when the model runs, but '1f / x.Shape[0] > 0.1f' needs it at build", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void ComparisonNotDecided() => ExpectIn("[Entry] public Tensor Run([Shape(\"Time\", 4)] Tensor x) => [|x.Shape[0] > 16|] ? x : -x;",
        "SIN0017", "'x.Shape[0] > 16' is not decided: Time ranges over 1..32; narrow the bounds or write it without a branch", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void QuotientNotExact() => ExpectIn("[Entry] public Tensor Run([Shape(\"Time\", 4)] Tensor x) => Slice(x, 0, 0, [|x.Shape[0] / 2|]);",
        "SIN0017", "'x.Shape[0] / 2' is not decided: 2 does not divide every Time; where it always does, declare the extent as a multiple, such as \"2 * Part\"", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void WeightHeldTwice() => ExpectIn("""
        readonly Weight first = new(3);
        readonly Weight [|second|];
        public M() { second = first; }
        [Entry] public Tensor Run([Shape(3)] Tensor x) => x * first + second;
        """, "SIN0018", "One weight is held by two fields, first and second; a path must name it alone, so make two, or keep it in one field");

    [Fact]
    public void PathsThatMeet() => ExpectIn("""
        readonly Weight queryWeight = new(3), [|query_weight|] = new(3);
        [Entry] public Tensor Run([Shape(3)] Tensor x) => x * queryWeight + query_weight;
        """, "SIN0018", "Two fields give their weight the path \"query_weight\"; rename one of them");

    [Fact]
    public void UnusedWeight() => ExpectIn("""
        readonly Weight used = new(3), unused = [|new(3)|];
        [Entry] public Tensor Run([Shape(3)] Tensor x) => x * used;
        """, "SIN0019", "The weight \"unused\" is used by no entry of 'M'; remove it, or checkpoints must provide a tensor that nothing reads");

    [Fact]
    public void WeightInALocal() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) { Weight w = new(3); return [|x * w|]; }",
        "SIN0020", "This weight of shape [3] has no path, because no field of the model or of its blocks holds it; keep it in a field of a [Block]");

    [Fact]
    public void BlockInAPrimaryParameter() => Expect("""
        [Block] public class Outer(Linear inner) { public Tensor this[Tensor x] => [|inner[x]|]; }
        [Model] public partial class M { readonly Outer outer = new(new Linear(3, 4)); [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => outer[x]; }
        """, "SIN0020", "This weight of shape [outputs 4, inputs 3] has no path, because no field of the model or of its blocks holds it; the parameter 'inner' of 'Outer' is no field: add 'readonly Linear inner = inner;' (in Linear[]: `Operations.Contract(equation, x, weight)`)");

    [Fact]
    public void ThrownByTheUsersBlock() => Expect("""
        [Block] public class Halved {
            readonly Weight weight;
            public Halved(int width) { if (width % 2 != 0) throw new ArgumentException($"the width {width} must be even"); weight = new(width / 2); }
            public Tensor this[Tensor x] => x * weight;
        }
        [Model] public partial class M { readonly Halved halved = [|new(7)|]; [Entry] public Tensor Run([Shape(3)] Tensor x) => halved[x]; }
        """, "SIN0021", "the width 7 must be even");

    [Fact]
    public void ThrownByAStandardBlock() => ExpectIn("""
        readonly Rotary rotary = [|new(7)|];
        [Entry] public Tensor Run([Shape(2, 3, 7)] Tensor x) => rotary[x];
        """, "SIN0021", "rotary positions turn pairs; a head of 7 has an odd one");

    [Fact]
    public void ThrowHelper() => Expect("""
        [Block] public class Part { readonly Weight weight; public Part(int width) { ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width); weight = new(width); } public Tensor this[Tensor x] => x * weight; }
        [Model] public partial class M { readonly Part part = [|new Part(-2)|]; [Entry] public Tensor Run([Shape(3)] Tensor x) => part[x]; }
        """, "SIN0021", "width must be positive, found -2");

    [Fact]
    public void IndexOutOfRange() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) { int[] a = [1, 2]; return x * [|a[2]|]; }",
        "SIN0021", "the index 2 is outside 'a[2]', which has 2 elements");

    [Fact]
    public void DivisionByZero() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) { int zero = 0; return x * ([|4 / zero|]); }",
        "SIN0021", "'4 / zero' divides by zero");

    [Fact]
    public void NullReference() => ExpectIn("readonly Linear? none = null; [Entry] public Tensor Run([Shape(3)] Tensor x) => [|none![x]|];",
        "SIN0021", "'none' is null where its indexer is used");

    [Fact]
    public void AStateReadAfterItWasWritten() => ExpectIn("""
        readonly State sum = new(4);
        [Entry] public Tensor Run([Shape(4)] Tensor x) { sum.Write(x); return [|sum.Read()|]; }
        """, "SIN0041", "The state \"sum\" is read after it was written in the entry 'Run'; a call reads what the last one left, then writes once");

    private const string Rasp = "using Sinter.Rasp; using static Sinter.Rasp.Language; ";

    [Fact]
    public void ProgramInAClassThatIsNotPartial() => Expect(Rasp + """
        public static class [|P|] { [RaspProgram] public static SOp<int> Run(SOp<int> x) => x; }
        """, "SIN0050", "The class 'P' must be partial, so that the kernels of its program 'Run' can be added; write 'partial class P'");

    [Fact]
    public void ProgramOfAnObject() => Expect(Rasp + """
        public partial class P { [RaspProgram] public SOp<int> [|Run|](SOp<int> x) => x; }
        """, "SIN0051", "The program 'Run' must be static: a program has no object");

    [Fact]
    public void MeanOfCharactersOverAll() => Expect(Rasp + """
        public static partial class P { [RaspProgram] public static SOp<char> Run(SOp<char> x) => [|Language.Aggregate(Language.All, x)|]; }
        """, "SIN0052", "char has no mean, and every query selects all values. Select one, or say First, Last, Closest, Best, Max or Min");

    [Fact]
    public void FunctionThatBuildsText() => Expect(Rasp + """
        public static partial class P { [RaspProgram] public static SOp<string> Run(SOp<string> x) => x.Map(word => [|word + "s"|]); }
        """, "SIN0053", "A function that builds text has no kernel form; RaspProgram.Of runs it evaluated, or write it with numbers, characters, comparisons and tables");

    [Fact]
    public void AppendedTwice() => ExpectIn("""
        readonly Cache keys = new(32);
        [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) { Tensor first = keys.Append(x); return first + [|keys.Append(x)|]; }
        """, "SIN0022", "The cache \"keys\" is appended to twice in the entry 'Run'; a call adds its rows once", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void SourceMissing() => Expect("""
        [Model] public partial class M { readonly Linear linear = [|new(3, 4)|]; [Entry] public Tensor Run([Shape(2, 3)] Tensor x) => linear[x]; }
        """, "SIN0023", "The source of 'new Linear' is not at hand, so it cannot be evaluated; the project that declares it must refer to the package Sinter, which takes the sources of blocks along, or this one must pass them as AdditionalFiles with SinterSource=\"true\"", withBlocks: false);

    [Fact]
    public void SourceMissingOfDecoder() => Expect(Feed + """
        [Model, [|Decoder(Width = 8, Layers = 1, Vocabulary = 16, Context = 32)|], Attention(Heads = 2)]
        public partial class M;
        """, "SIN0023", "The source of 'Sinter.Blocks.Decoder' is not at hand, so it cannot be evaluated; the project that declares it must refer to the package Sinter, which takes the sources of blocks along, or this one must pass them as AdditionalFiles with SinterSource=\"true\"", withBlocks: false);

    [Fact]
    public void CacheTooSmall() => ExpectIn("""
        readonly Cache keys = new(16);
        [Entry] public Tensor Run([Shape("Time", 4)] Tensor x) => [|keys.Append(x)|];
        """, "SIN0024", "The cache \"keys\" holds 16 rows, but the symbols allow 32 (Past + Time); enlarge it or lower the bounds", "[Symbol(\"Time\", 1, 32)]");

    [Fact]
    public void EndlessLoop() => ExpectIn("[Entry] public Tensor Run([Shape(3)] Tensor x) { int n = 0; while ([|n >= 0|]) { n = 1; } return x; }",
        "SIN0025", "Run still runs after 20000000 steps; make sure that it ends", anywhere: true);

    [Fact]
    public void EntryThatReturnsNoTensor() => ExpectIn("[Entry] public int [|Run|]([Shape(3)] Tensor x) => 1;",
        "SIN0027", "The entry 'Run' returns int; return a Tensor or a tuple of tensors");

    [Fact]
    public void EntryWithANumber() => ExpectIn("[Entry] public Tensor [|Run|]([Shape(3)] Tensor x, int n) => x;",
        "SIN0027", "The entry 'Run' takes 'n', which is no Tensor; make build-time values fields of the model");

    [Fact]
    public void WrongBounds() => Expect("""
        [Model, [|Symbol("Time", 9, 3)|]] public partial class M { [Entry] public Tensor Run([Shape("Time")] Tensor x) => x; }
        """, "SIN0028", "The bounds 9..3 of the symbol 'Time' are no range of sizes: 0 <= least <= most");

    [Fact]
    public void WrongAxis() => ExpectIn("[Entry] public Tensor Run([Shape(3, 4)] Tensor x) => [|Sum(x, 2)|];",
        "SIN0029", "Axis 2 is outside [3, 4], which has 2 axes; write 0 to 1, or -1 to -2 from the end");

    [Fact]
    public void NoTimeAxis() => ExpectIn("[Entry] public Tensor Run([Shape(3, 4)] Tensor x) => [|Sum(x, Axis.Time)|];",
        "SIN0029", "No single axis of [3, 4] depends on Time; give the axis by its number");

    [Fact]
    public void CSharpErrorsAreLeftToTheCompiler() {
        Project project = new(Project.Usings + "[Model] public partial class M { [Entry] public Tensor Run([Shape(3)] Tensor x) => x * undefined; }");
        Assert.Empty(project.Run().Diagnostics);
        Assert.Contains(project.Compilation.GetDiagnostics(), diagnostic => diagnostic.Id == "CS0103");
    }

    [Fact]
    public void OneValueReturnedTwice() => ExpectIn("[Entry] public (Tensor, Tensor) [|Run|]([Shape(3)] Tensor x) { Tensor y = x + 1; return (y, y); }",
        "SIN0026", "The results 'result1' and 'result2' of 'Run' are the same value; return it once");

    [Fact]
    public void MappingThatIsNoText() => Expect("""
        [Model, Checkpoint([|"w = transpose(a"|])]
        public partial class M { readonly Weight w = new(3, 3); [Entry] public Tensor Run([Shape(3, 3)] Tensor x) => x * w; }
        """, "SIN0040", "line 1 of the mapping: expected ')', found the end of the text");

    [Fact]
    public void MappingOfNoWeight() => Expect("""
        [Model, Checkpoint([|Names.Own|])]
        public partial class M { readonly Weight inputScale = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * inputScale; }
        static class Names { public const string Own = "use HuggingFaceLlama\nrename {rest} = model.{rest}\ninput.scale = a"; }
        """, "SIN0040", "line 3 of the mapping: no weight of the model follows the rule for 'input.scale'; the nearest path is 'input_scale'");

    [Fact]
    public void MappingThatUsesNothing() => Expect("""
        [Model, Checkpoint([|"use Llama"|])]
        public partial class M { readonly Weight w = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * w; }
        """, "SIN0040", "line 1 of the mapping: no naming is called 'Llama'; there are Canonical, HuggingFaceLlama, GgufLlama, Llama2C");

    [Fact]
    public void NameWithAnIndexOfNoArray() => Expect("""
        [Model]
        public partial class M { [Named("/layers.{i}.w")] readonly Weight [|w|] = new(3); [Entry] public Tensor Run([Shape(3)] Tensor x) => x * w; }
        """, "SIN0040", "the path \"layers.{i}.w\" has a placeholder that no array on the way gives an index; {i} is the outermost array's, {j} the next one's");

    private static void ExpectIn(string members, string id, string message, string attributes = "", bool anywhere = false) =>
        Expect($"[Model] {attributes} public partial class M {{\n{members}\n}}", id, message, anywhere: anywhere);

    private static void Expect(string marked, string id, string message, bool withBlocks = true, bool anywhere = false) {
        string source = Project.Usings + marked;
        int start = source.IndexOf("[|", StringComparison.Ordinal);
        int end = source.IndexOf("|]", StringComparison.Ordinal) - 2;
        source = source.Remove(end + 2, 2).Remove(start, 2);
        GeneratorRunResult result = new Project(withBlocks, source).Run();
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        if (!anywhere) {
            Assert.Equal(source[start..end], source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
            Assert.Equal(start, diagnostic.Location.SourceSpan.Start);
        }
        Assert.Equal("Model.cs", diagnostic.Location.GetLineSpan().Path);
    }
}
