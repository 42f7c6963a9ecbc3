using System;
using Sinter;
using Sinter.Blocks;
using Sinter.Runtime;
using static Sinter.Operations;

namespace Products;

/// <summary>The products that are measured: y = x W^T, with a model for each size of W and any number of rows in x.</summary>
internal static class Models {
    /// <summary>How the model of a size of W is loaded from a file.</summary>
    /// <param name="inputs">The extent that is summed over.</param>
    /// <param name="outputs">The other one.</param>
    public static Func<string, LoadOptions?, LoadedModel> Of(int inputs, int outputs) => (inputs, outputs) switch {
        (509, 509) => From509To509.Load,
        (512, 512) => From512To512.Load,
        (1021, 1021) => From1021To1021.Load,
        (1024, 1024) => From1024To1024.Load,
        (2048, 2048) => From2048To2048.Load,
        (2049, 2049) => From2049To2049.Load,
        (4096, 4096) => From4096To4096.Load,
        (768, 768) => From768To768.Load,
        (768, 3072) => From768To3072.Load,
        (3072, 768) => From3072To768.Load,
        (768, 2048) => From768To2048.Load,
        (2048, 768) => From2048To768.Load,
        (2048, 5632) => From2048To5632.Load,
        (5632, 2048) => From5632To2048.Load,
        _ => throw new ArgumentException($"no model multiplies {inputs} inputs to {outputs} outputs; it belongs into Models.cs"),
    };
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From509To509 {
    readonly Linear map = new(509, 509);
    [Entry] public Tensor Multiply([Shape("Rows", 509)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From512To512 {
    readonly Linear map = new(512, 512);
    [Entry] public Tensor Multiply([Shape("Rows", 512)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From1021To1021 {
    readonly Linear map = new(1021, 1021);
    [Entry] public Tensor Multiply([Shape("Rows", 1021)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From1024To1024 {
    readonly Linear map = new(1024, 1024);
    [Entry] public Tensor Multiply([Shape("Rows", 1024)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From2048To2048 {
    readonly Linear map = new(2048, 2048);
    [Entry] public Tensor Multiply([Shape("Rows", 2048)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From2049To2049 {
    readonly Linear map = new(2049, 2049);
    [Entry] public Tensor Multiply([Shape("Rows", 2049)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From4096To4096 {
    readonly Linear map = new(4096, 4096);
    [Entry] public Tensor Multiply([Shape("Rows", 4096)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From768To768 {
    readonly Linear map = new(768, 768);
    [Entry] public Tensor Multiply([Shape("Rows", 768)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From768To3072 {
    readonly Linear map = new(768, 3072);
    [Entry] public Tensor Multiply([Shape("Rows", 768)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From3072To768 {
    readonly Linear map = new(3072, 768);
    [Entry] public Tensor Multiply([Shape("Rows", 3072)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From768To2048 {
    readonly Linear map = new(768, 2048);
    [Entry] public Tensor Multiply([Shape("Rows", 768)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From2048To768 {
    readonly Linear map = new(2048, 768);
    [Entry] public Tensor Multiply([Shape("Rows", 2048)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From2048To5632 {
    readonly Linear map = new(2048, 5632);
    [Entry] public Tensor Multiply([Shape("Rows", 2048)] Tensor x) => map[x];
}

[Model, Symbol("Rows", 1, 4096)]
public partial class From5632To2048 {
    readonly Linear map = new(5632, 2048);
    [Entry] public Tensor Multiply([Shape("Rows", 5632)] Tensor x) => map[x];
}

/// <summary>Both operands come with the call, so neither has been packed before.</summary>
[Model, Symbol("Rows", 1, 4096)]
public partial class OfTheCall {
    [Entry] public Tensor Multiply([Shape("Rows", 1024)] Tensor x, [Shape(1024, 1024)] Tensor w) => Contract("ti,oi->to", x, w);
}
