using System;
using System.Collections.Immutable;
using Sinter.Runtime;

namespace Zoo;

/// <summary>Translates with the compiled <see cref="Transformer"/>: its source is encoded once, its tokens are found greedily or by beams.</summary>
public static class Translation {
    /// <summary>The best sequences for a source, best first.</summary>
    /// <param name="model">A loaded <see cref="Transformer"/>.</param>
    /// <param name="source">The source's tokens.</param>
    /// <param name="start">The token that every sequence begins with.</param>
    /// <param name="options">How to search; of one beam it is greedy.</param>
    public static ImmutableArray<FoundSequence> Of(LoadedModel model, ReadOnlySpan<int> source, int start, SearchOptions options) {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using ModelSession session = model.CreateSession();
        EntryCall encode = session.Entry(nameof(Transformer.Encode));
        encode.Input(0, source);
        encode.Run();
        float[] keys = encode.Output<float>(0).ToArray(), values = encode.Output<float>(1).ToArray();

        // The logits after the last of these tokens; earlier ones are in the session's caches.
        ReadOnlySpan<float> Next(ModelSession branch, scoped ReadOnlySpan<int> tokens) {
            EntryCall decode = branch.Entry(nameof(Transformer.Decode));
            decode.Input(0, tokens);
            decode.Input<float>(1, keys);
            decode.Input<float>(2, values);
            decode.Run();
            ReadOnlySpan<float> logits = decode.Output<float>(0);
            return logits[^(logits.Length / tokens.Length)..];
        }

        return options.Beams == 1
            ? [SequenceSearch.Greedy(session, Next, [start], options)]
            : SequenceSearch.Beam(() => model.CreateSession(), Next, [start], options);
    }
}
