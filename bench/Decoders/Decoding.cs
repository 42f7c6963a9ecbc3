using System;
using System.IO;
using System.Runtime.InteropServices;
using Sinter.Bench;
using Sinter.Runtime;

namespace Decoders;

/// <summary>A prompt, or sixteen tokens chosen greedily after it.</summary>
internal sealed class Decoding : IWork {
    const int Steps = 16;

    readonly LoadedModel model;
    readonly ModelSession session;
    readonly int[] prompt;
    readonly bool decodes;
    readonly int[] next = new int[1];

    /// <summary>Loads the model.</summary>
    /// <param name="kind"><c>prefill</c> or <c>decode</c>.</param>
    /// <param name="threads">The threads of the team.</param>
    /// <param name="weights">A GGUF file; its name says the size.</param>
    /// <param name="tokens">Tokens, i32, of which the first are the prompt.</param>
    /// <param name="count">The length of the prompt.</param>
    public Decoding(string kind, int threads, string weights, string tokens, int count) {
        LoadOptions options = new() { Threads = threads };
        model = Path.GetFileName(weights).Contains("1.1B", StringComparison.Ordinal) ? Llama1B.Load(weights, options) : Llama110M.Load(weights, options);
        session = new ModelSession(model);
        prompt = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(tokens))[..count].ToArray();
        decodes = kind == "decode";
    }

    public void Prepare() {
        if (decodes && session.Position >= prompt.Length - 1) {
            session.Rewind(prompt.Length - 1);
            return;
        }
        session.Reset();
        if (decodes) {
            session.Forward(prompt.AsSpan(0, prompt.Length - 1));
        }
    }

    public void Run() {
        if (!decodes) {
            session.Forward(prompt);
            return;
        }
        next[0] = prompt[^1];
        for (int i = 0; i < Steps; i++) {
            next[0] = Best(session.Forward(next));
        }
    }

    /// <summary>The logits after the prompt.</summary>
    public float[] Result() {
        session.Reset();
        return session.Forward(prompt).ToArray();
    }

    public void Dispose() {
        session.Dispose();
        model.Dispose();
    }

    static int Best(ReadOnlySpan<float> logits) {
        int best = 0;
        for (int i = 1; i < logits.Length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
