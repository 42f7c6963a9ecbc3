using System;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime;
using Sinter.Runtime.Sampling;
using Sinter.Runtime.Tokenizers;

namespace Guide;

static class FirstModelRun {
    static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Model");

    public static void Tell() {
        #region snippet
        using Stories.Loaded model = Stories.Load(Path.Combine(folder, "stories.safetensors"));
        Tokenizer tokenizer = Tokenizer.Open(Path.Combine(folder, "stories.tokenizer.bin"), vocabularySize: 512);
        using Stories.Session session = model.CreateSession();
        StringBuilder story = new();
        TextGenerator.Generate(session, tokenizer, "Once upon a time, a kind girl", piece => story.Append(piece),
            new GenerationOptions { Steps = 40, Sampling = SamplingOptions.Greedy });
        Console.WriteLine(story);
        #endregion
    }

    public static void Logits() {
        using Stories.Loaded model = Stories.Load(Path.Combine(folder, "stories.safetensors"));
        #region snippet
        using Stories.Session again = model.CreateSession();
        int best = 0;
        int[] tokens = [1];
        for (int step = 0; step < 3; step++) {
            ReadOnlySpan<float> logits = again.Forward(tokens);
            best = logits.IndexOf(logits.ToArray().Max());
            tokens = [best];
        }
        Console.WriteLine($"{again.Position} tokens so far, the next is {best}");
        again.Rewind(2);
        Console.WriteLine($"back at {again.Position}");
        #endregion
    }
}
