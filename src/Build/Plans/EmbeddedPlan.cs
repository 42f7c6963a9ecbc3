using System;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Build.Plans;

/// <summary>The plan of one model, as the generator left it in the assembly.</summary>
/// <param name="Model">The model's full name, such as App.Models.Stories.</param>
/// <param name="Text">The plan's text.</param>
public sealed record EmbeddedPlan(string Model, string Text) {
    /// <summary>The plan's content hash: lower-case hexadecimal SHA-256 of its UTF-8 text, equal to Plan.Hash.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>What the model's exported symbols start with.</summary>
    public string SymbolPrefix => Model.Replace('.', '_');
}
