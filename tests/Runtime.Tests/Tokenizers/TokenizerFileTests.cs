using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime.Tests.Files;
using Sinter.Runtime.Tests.Weights;
using Sinter.Runtime.Tokenizers;
using Sinter.Runtime.Weights;
using Xunit;

namespace Sinter.Runtime.Tests.Tokenizers;

public sealed class TokenizerFileTests : IDisposable {
    const int Fewest = 200, Seed = 5519;
    readonly TemporaryFolder folder = new();
    readonly List<(string Text, float Score, int Kind)> vocabulary = TokenizerBytes.Vocabulary(" ", "a", "b", " a", "é", "ab");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void BothFormatsGiveOneTokenizer() {
        Tokenizer bin = Tokenizer.Open(folder.Write("b", TokenizerBytes.Llama2C(vocabulary)), vocabulary.Count), gguf = Tokenizer.Open(folder.Write("g", TokenizerBytes.Gguf(vocabulary).Write()), vocabulary.Count);
        foreach (string text in (string[])["", "a", "ab a", "é ß", "aab"]) {
            Assert.Equal(bin.Encode(text, true), gguf.Encode(text, true));
            Assert.Equal(text, gguf.Decode(gguf.Encode(text, true)));
        }
    }

    [Fact]
    public void GgufMayDoWithoutTheSpaceAndWithOtherMarks() {
        string path = folder.Write("g", TokenizerBytes.Gguf(vocabulary).Add("tokenizer.ggml.add_space_prefix", false).Add("tokenizer.ggml.bos_token_id", 2u).Add("tokenizer.ggml.eos_token_id", 1u).Write());
        Tokenizer tokenizer = Tokenizer.Open(path);
        Assert.Equal([2, 264], tokenizer.Encode("ab", true));
        Assert.Equal(" a", tokenizer.Decode(tokenizer.Encode(" a", true)));
        Assert.Equal((2, 1), (tokenizer.BeginOfSequence, tokenizer.EndOfSequence));
    }

    [Fact]
    public void GgufSaysWhatIsWrong() {
        Refused(new GgufBytes().Write(), "expected a tokenizer in the metadata 'tokenizer.ggml.model', found none");
        Refused(TokenizerBytes.Gguf(vocabulary, "gpt2").Write(), "tokenizers of kind 'gpt2' are not supported; expected 'llama'");
        Refused(new GgufBytes().Add("tokenizer.ggml.model", "llama").Write(), "expected an array of strings in the metadata 'tokenizer.ggml.tokens', found none");
        Refused(new GgufBytes().Add("tokenizer.ggml.model", "llama").Add("tokenizer.ggml.tokens", 3u).Write(), "metadata 'tokenizer.ggml.tokens': expected an array of strings, found 3");
        Refused(new GgufBytes().Add("tokenizer.ggml.model", "llama").AddArray("tokenizer.ggml.tokens", ["a"]).AddArray("tokenizer.ggml.scores", [1f, 2f]).AddArray("tokenizer.ggml.token_type", [1]).Write(),
            "found 1 tokens, 2 scores and 1 types");
        Refused(TokenizerBytes.Gguf([.. vocabulary, ("x", float.NaN, 1)]).Write(), "token 265: expected a finite score, found NaN");
        Refused(TokenizerBytes.Gguf([.. vocabulary, ("x", 0, 7)]).Write(), "token 265: expected a type from 1 to 6, found 7");
        Refused(TokenizerBytes.Gguf([.. vocabulary, ("x", 0, 6)]).Write(), "token 265: expected the text of a byte token, such as <0x0A>, found 'x'");
        Refused(TokenizerBytes.Gguf(vocabulary).Add("tokenizer.ggml.bos_token_id", 265u).Write(), "expected 'tokenizer.ggml.bos_token_id' to be a token from 0 to 264, found 265");
        Refused(TokenizerBytes.Gguf(vocabulary).Write(), "expected 100 tokens, found 265", 100);
    }

    [Fact]
    public void Llama2CSaysWhatIsWrong() {
        byte[] sound = TokenizerBytes.Llama2C(vocabulary);
        Refused([], "the file is truncated: expected 4 bytes of the longest token's length at byte 0, found 0");
        Refused([0, 0, 0, 0], "whose longest token has a positive length, found 0");
        Refused(sound[..^1], "token 264: the file is truncated: expected 2 bytes of text at byte");
        Refused(sound[..10], "token 0: the file is truncated: expected 8 bytes of score and length at byte 4, found 6");
        Refused(sound, "expected 300 tokens, found 265", 300);
        Refused(sound, "expected the file to end after 264 tokens", 264);
        Refused(With(sound, 8, -1), "token 0: expected a length from 0 to the 6 of the longest token, found -1 at byte 8");
        Refused(With(sound, 8, int.MaxValue), "found 2147483647 at byte 8");
        Refused(With(sound, 4, BitConverter.SingleToInt32Bits(float.PositiveInfinity)), "token 0: expected a finite score");
        Refused(With(sound, 12, -1), "token 0: expected UTF-8 at byte 12, found other bytes");
        Refused(TokenizerBytes.Llama2C([("a", 0, 1)]), "expected at least 3 tokens, found 1");
        Refused(Encoding.UTF8.GetBytes("{\"version\": \"1.0\"}"), "found JSON, perhaps Hugging Face's tokenizer.json, which is not supported");
        Refused([0x0A, 0x0E, 0x0A, 0x05, .. "<unk>"u8], "perhaps a SentencePiece tokenizer.model, which is not supported");
    }

    [Fact]
    public void SpoiltFilesEndInTypedExceptions() {
        byte[] sound = TokenizerBytes.Llama2C(vocabulary);
        // The first fields of tokens: 4, then 8 + 5, 8 + 3, 8 + 4, then 14 each.
        (int, int, string)[] fields = [(0, 4, "longest"), (8, 4, "length 0"), (21, 4, "length 1"), (32, 4, "length 2"), (44, 4, "length 3"), (58, 4, "length 4"), (4, 4, "score 0"), (17, 4, "score 1")];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int rejected = 0;
        foreach (Mutation mutation in (IEnumerable<Mutation>)[
            .. Mutations.Fields(sound, fields), .. Mutations.Truncations(sound, Enumerable.Range(0, 60).Select(i => i * 50)),
            .. Mutations.Noise(sound, sound.Length, 200, Seed), .. Mutations.Shifts(sound, sound.Length, 100, Seed + 1)]) {
            if (!seen.Add(Convert.ToHexString(mutation.Content))) {
                continue;
            }
            try {
                Tokenizer tokenizer = Tokenizer.Open(folder.Write("t", mutation.Content));
                tokenizer.Decode(tokenizer.Encode("ab a", true));
            } catch (Exception error) when (error is TokenizerException or WeightFileException) {
                rejected++;
            } catch (Exception error) {
                Assert.Fail($"{mutation.Description}: expected TokenizerException, found {error}");
            }
        }
        Assert.True(rejected >= Fewest, $"expected at least {Fewest} rejected files, found {rejected}");
    }

    void Refused(byte[] content, string message, int? size = null) {
        string path = folder.Write("t", content);
        var error = Assert.Throws<TokenizerException>(() => Tokenizer.Open(path, size));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(message, error.Message);
    }

    static byte[] With(byte[] sound, int offset, int value) {
        byte[] content = [.. sound];
        BitConverter.GetBytes(value).CopyTo(content, offset);
        return content;
    }
}
