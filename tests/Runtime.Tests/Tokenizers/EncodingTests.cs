using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Tokenizers;
using Xunit;

namespace Sinter.Runtime.Tests.Tokenizers;

public sealed class EncodingTests : IDisposable {
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", new[] { 1 })]
    [InlineData("Hello world", new[] { 1, 15043, 3186 })]
    [InlineData("I believe the meaning of life is", new[] { 1, 306, 4658, 278, 6593, 310, 2834, 338 })]
    [InlineData("Simply put, the theory of relativity states that ", new[] { 1, 3439, 17632, 1925, 29892, 278, 6368, 310, 14215, 537, 5922, 393, 29871 })]
    [InlineData("A brief message congratulating the team on the launch:\n\n        Hi everyone,\n\n        I just ", new[] {
        1, 319, 11473, 2643, 378, 629, 271, 18099, 278, 3815, 373, 278, 6826, 29901, 13, 13, 4706, 6324, 14332, 29892, 13, 13, 4706, 306, 925, 29871 })]
    public void LlamaTokensAreThoseOfTheOriginal(string text, int[] expected) {
        Tokenizer tokenizer = Tokenizer.Open(SharedData.At("llama2-32000.tokenizer.bin"), 32000);
        Assert.Equal(expected, tokenizer.Encode(text, addBeginOfSequence: true));
        Assert.Equal(expected[1..], tokenizer.Encode(text, addBeginOfSequence: false));
        Assert.Equal(text, tokenizer.Decode(expected));
        Assert.Equal((32000, 1, 2), (tokenizer.VocabularySize, tokenizer.BeginOfSequence, tokenizer.EndOfSequence));
    }

    [Theory]
    [InlineData("stories260K.tokenizer.bin")]
    [InlineData("llama2-32000.tokenizer.bin")]
    public void TheQueueJoinsAsTheScanDoes(string name) {
        const int seed = 3307;
        string path = SharedData.At(name);
        var scan = new ScanningEncoder(File.ReadAllBytes(path));
        Tokenizer tokenizer = Tokenizer.Open(path);
        var random = new Random(seed);
        for (int attempt = 0; attempt < 400; attempt++) {
            string text = RandomText(random, scan);
            int[] found = tokenizer.Encode(text, addBeginOfSequence: true);
            Assert.True(scan.Encode(text).SequenceEqual(found), $"seed {seed}, attempt {attempt}, text {JsonSerializer.Serialize(text)}: expected {string.Join(' ', scan.Encode(text))}, found {string.Join(' ', found)}");
            Assert.Equal(text, tokenizer.Decode(found));
        }
    }

    [Fact]
    public void StoriesRoundTripAndBothFilesAgree() {
        using JsonDocument stories = JsonDocument.Parse(File.ReadAllText(SharedData.At("stories260K.expected.json")));
        Tokenizer bin = Tokenizer.Open(SharedData.At("stories260K.tokenizer.bin"), 512), gguf = Tokenizer.Open(SharedData.At("stories260K.gguf"), 512);
        Assert.Equal(5, stories.RootElement.GetArrayLength());
        foreach (JsonElement story in stories.RootElement.EnumerateArray()) {
            foreach (string text in (string[])[story.GetProperty("text").GetString()!, story.GetProperty("prompt").GetString()!]) {
                int[] tokens = bin.Encode(text, addBeginOfSequence: true);
                Assert.Equal(text, bin.Decode(tokens));
                Assert.Equal(text, bin.Decode(tokens[1..]));
                Assert.Equal(tokens, gguf.Encode(text, addBeginOfSequence: true));
                Assert.Equal(text, gguf.Decode(tokens));
            }
        }
    }

    [Fact]
    public void MarksAndBytesInATextAreText() {
        Tokenizer tokenizer = Tokenizer.Open(SharedData.At("llama2-32000.tokenizer.bin"));
        foreach (string text in (string[])["<s>", "</s>", "<unk>", "<0x0A>", "▁▁", "\0\u0001", "  leading", " "]) {
            int[] tokens = tokenizer.Encode(text, addBeginOfSequence: true);
            Assert.Equal(text, tokenizer.Decode(tokens));
            Assert.DoesNotContain(2, tokens);
            Assert.Equal(1, tokens.Count(t => t == 1));
        }
    }

    [Fact]
    public void ALongTextTakesTimeInProportion() {
        // One join looks at all pairs in the scan: it would need about 10^9 look-ups here, many minutes.
        Tokenizer tokenizer = Tokenizer.Open(SharedData.At("llama2-32000.tokenizer.bin"));
        string text = string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog; ", 1_000));
        Stopwatch watch = Stopwatch.StartNew();
        int[] tokens = tokenizer.Encode(text, addBeginOfSequence: true);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{text.Length} characters took {watch.Elapsed}");
        Assert.Equal(text, tokenizer.Decode(tokens));
    }

    [Fact]
    public void EqualScoresJoinFromTheLeft() {
        var vocabulary = TokenizerBytes.Vocabulary(" ", "a", "aa", "b", "ab", "bb");
        for (int i = 0; i < vocabulary.Count; i++) {
            vocabulary[i] = vocabulary[i] with { Score = -1 };
        }
        byte[] content = TokenizerBytes.Llama2C(vocabulary);
        Tokenizer tokenizer = Tokenizer.Open(folder.Write("t", content));
        var scan = new ScanningEncoder(content);
        foreach (string text in (string[])["aaa", "aab", "aaaab", "abba", "bbbabab"]) {
            Assert.Equal(scan.Encode(text), tokenizer.Encode(text, addBeginOfSequence: true));
        }
    }

    [Fact]
    public void WhatCannotBeEncodedIsSaid() {
        Tokenizer tokenizer = Tokenizer.Open(folder.Write("t", TokenizerBytes.Llama2C([("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), (" ", 0, 1), ("a", 0, 1)])));
        Assert.Equal([1, 3, 4], tokenizer.Encode("a", addBeginOfSequence: true));
        Assert.Contains("the vocabulary cannot express U+00E9: it has neither the character nor a token <0xC3>", Assert.Throws<TokenizerException>(() => tokenizer.Encode("aé", true)).Message);
        Assert.Contains("the text holds half of a surrogate pair, U+D800, at 1", Assert.Throws<ArgumentException>(() => tokenizer.Encode("a\ud800", true)).Message);
        Assert.Contains("more tokens than the room for 2", Assert.Throws<ArgumentException>(() => tokenizer.Encode("a", true, new int[2])).Message);
    }

    static string RandomText(Random random, ScanningEncoder scan) {
        string[] odd = ["é", "日本", "😀", "\n", "\t", "  ", "<0x41>", "▁", "\u0301", "\0", "ﬁ"];
        var text = new StringBuilder();
        for (int parts = random.Next(12); parts > 0; parts--) {
            switch (random.Next(4)) {
                case 0:
                    text.Append(scan.Texts[random.Next(259, scan.Texts.Count)]);
                    break;
                case 1:
                    text.Append(odd[random.Next(odd.Length)]);
                    break;
                case 2:
                    text.Append(' ').Append(scan.Texts[random.Next(259, Math.Min(600, scan.Texts.Count))]);
                    break;
                default:
                    for (int i = random.Next(10); i > 0; i--) {
                        text.Append((char)random.Next(32, 127));
                    }
                    break;
            }
        }
        return text.ToString();
    }
}
