using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Sinter.Runtime.Naming;
using Xunit;

namespace Sinter.Runtime.Tests.Naming;

/// <summary>The text of a mapping: what it means and how its mistakes are told.</summary>
public sealed class MappingTextTests {
    [Fact]
    public void TheFirstRuleThatFitsCountsAndRenamesAreForTheRest() {
        CheckpointMapping mapping = CheckpointMapping.Parse("""
            # GPT-2 under a prefix.
            layers.{i}.query.weight = transpose(h.{i}.c_attn.weight)[0 of 3]
            layers.{i}.{rest} = other.{i}.{rest}
            output.weight = lm_head.weight
                else wte.weight   # tied where there is no head of its own
            bias = 0
            rename = "a rename (of sorts)"
            rename {rest}.scale = {rest}.weight
            rename {rest} = model.{rest}
            ignore h.{i}.attn.bias
            ignore rope_freqs if 1
            """);
        Assert.Equal("transpose(h.3.c_attn.weight)[0 of 3]", mapping.Show("layers.3.query.weight"));
        Assert.Equal("other.3.norm.scale", mapping.Show("layers.3.norm.scale"));
        Assert.Equal("lm_head.weight else wte.weight", mapping.Show("output.weight"));
        Assert.Equal("0", mapping.Show("bias"));
        Assert.Equal("a rename (of sorts)", mapping.Show("rename"));
        Assert.Equal("model.norm.weight", mapping.Show("norm.scale"));
        Assert.Equal("model.use", mapping.Show("use"));
        Assert.Null(mapping.FindIgnored("h.12.attn.bias")!.Only);
        Assert.Equal(1, mapping.FindIgnored("rope_freqs")!.Only);
        Assert.Null(mapping.FindIgnored("h.x.attn.bias"));
    }

    [Theory]
    [InlineData("transpose(w, 2, 0, 1)")]
    [InlineData("w[1:, :4, 2:3, :, 7, 1 of 4]")]
    [InlineData("reshape(w, 3, -1)[0]")]
    [InlineData("join(1, a, transpose(b), reshape(c))")]
    [InlineData("stack(0, interleaved(a, 4), cast(b))")]
    public void SourcesAreShownAsTheyAreWritten(string source) => Assert.Equal(source, CheckpointMapping.Parse("x = " + source).Show("x"));

    [Fact]
    public void AKnownNamingIsExtended() {
        CheckpointMapping mapping = CheckpointMapping.Parse("""
            use HuggingFaceLlama
            norm.scale = final.weight
            ignore extra
            """);
        Assert.Equal(("final.weight", "model.embed_tokens.weight"), (mapping.Show("norm.scale"), mapping.Show("embedding.weight")));
        Assert.NotNull(mapping.FindIgnored("extra"));
        Assert.NotNull(mapping.FindIgnored("model.rotary_emb.inv_freq"));
    }

    [Theory]
    [InlineData("a", "line 1 of the mapping: expected '=', found the end of the text")]
    [InlineData("\n\na = ", "line 3 of the mapping: expected a name, found the end of the text")]
    [InlineData("a = b c", "line 1 of the mapping: expected the end of the rule, found 'c'")]
    [InlineData("a = b\nc = d(e)", "line 2 of the mapping: expected transpose, reshape, join, stack, interleaved or cast before a parenthesis, found 'd'")]
    [InlineData("a.{i} = b.{j}", "line 1 of the mapping: 'a.{i}' says nothing of what {j} stands for")]
    [InlineData("rename a.{i} = b.{j}", "line 1 of the mapping: 'a.{i}' says nothing of what {j} stands for")]
    [InlineData("a.{I} = b", "line 1 of the mapping: the pattern 'a.{I}' has a brace that is no placeholder; write {i} for a number or {word} for any text")]
    [InlineData("a = 0 else b", "line 1 of the mapping: a number always fits, so nothing may stand behind it")]
    [InlineData("a = join(0, b, 0)", "line 1 of the mapping: a number stands for a whole weight, not for a part of one")]
    [InlineData("a = stack(0, b.{e}.{f})", "line 1 of the mapping: 'b.{e}.{f}' may count through one number such as {e} that 'a' does not have, not {e} and {f}")]
    [InlineData("a = transpose(b, 0, 2)", "line 1 of the mapping: the axes of transpose are each of 0, 1, 2 ... once")]
    [InlineData("a = reshape(b, -1, -1)", "line 1 of the mapping: the extents of reshape are not negative, but one that may be -1 for the rest")]
    [InlineData("a = b[3 of 3]", "line 1 of the mapping: part 3 of 3 is none; parts count from 0")]
    [InlineData("a = b[-1]", "line 1 of the mapping: positions count from 0, found -1")]
    [InlineData("a = b[0 : 1", "line 1 of the mapping: expected ']', found the end of the text")]
    [InlineData("a = join(0)", "line 1 of the mapping: join takes an axis from 0 and at least one source: join(0, a, b)")]
    [InlineData("a = \"b", "line 1 of the mapping: a quote is not closed on its line")]
    [InlineData("use Nothing", "line 1 of the mapping: no naming is called 'Nothing'; there are Canonical, HuggingFaceLlama, GgufLlama, Llama2C")]
    [InlineData("ignore a if b", "line 1 of the mapping: expected a number, found 'b'")]
    public void MistakesNameTheLine(string text, string message) => Assert.Equal(message, Assert.Throws<MappingException>(() => CheckpointMapping.Parse(text)).Message);

    [Fact]
    public void TheExamplesOfTheManualAreMappings() {
        string[] parts = File.ReadAllText(Path.Combine(Root(), "docs/checkpoints.md")).Split("```mapping\n");
        Assert.Equal(5, parts.Length);
        Assert.All(parts[1..], part => CheckpointMapping.Parse(part[..part.IndexOf("```", StringComparison.Ordinal)]));
        Assert.Equal(NamingSchemes.All.Select(scheme => scheme.Name), MappingUse.Known);
    }

    static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
