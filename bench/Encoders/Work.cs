using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Bert;
using Sinter.Bench;
using Sinter.Runtime;
using Vit;

namespace Encoders;

/// <summary>BERT-base over one sequence: from its tokens to their vectors, the copy of the tokens included.</summary>
internal sealed class BertWork(int threads, string weights, string tokenPath) : IWork {
    readonly BertBase.Loaded model = BertBase.Load(weights, new LoadOptions { Threads = threads });
    readonly int[] tokens = Files.Read<int>(tokenPath);
    BertBase.Session? session;

    BertBase.Session Session => session ??= model.CreateSession();

    public void Prepare() => _ = Session;

    public void Run() => Session.Encode(tokens);

    public float[] Result() => Session.Entry("Encode").Output<float>(0).ToArray();

    public void Dispose() {
        session?.Dispose();
        model.Dispose();
    }
}

/// <summary>BERT-base over several sequences, packed into one call or one after the other.</summary>
internal sealed class PackedWork(int threads, string weights, string[] tokenPaths, bool together) : IWork {
    readonly BertBase.Loaded model = BertBase.Load(weights, new LoadOptions { Threads = threads });
    readonly PackedBatch[] batches = Batches(Array.ConvertAll(tokenPaths, Files.Read<int>), together);
    BertBase.Session? session;

    BertBase.Session Session => session ??= model.CreateSession();

    public void Prepare() => _ = Session;

    public void Run() {
        foreach (PackedBatch batch in batches) {
            Encode(batch);
        }
    }

    public float[] Result() {
        List<float> all = [];
        foreach (PackedBatch batch in batches) {
            all.AddRange(Encode(batch));
        }
        return [.. all];
    }

    public void Dispose() {
        session?.Dispose();
        model.Dispose();
    }

    ReadOnlySpan<float> Encode(PackedBatch batch) => Session.EncodePacked(batch.Tokens, batch.Kinds, batch.Places, batch.Sequences);

    static PackedBatch[] Batches(int[][] sequences, bool together) =>
        together ? [new PackedBatch(sequences)] : Array.ConvertAll(sequences, sequence => new PackedBatch([sequence]));
}

/// <summary>ViT-B/16 over one image.</summary>
internal sealed class VitWork(int threads, string weights, string imagePath) : IWork {
    readonly VitBase.Loaded model = VitBase.Load(weights, new LoadOptions { Threads = threads });
    readonly float[] image = Files.Read<float>(imagePath);
    VitBase.Session? session;

    VitBase.Session Session => session ??= model.CreateSession();

    public void Prepare() => _ = Session;

    public void Run() => Session.Classify(image);

    public float[] Result() => Session.Entry("Classify").Output<float>(0).ToArray();

    public void Dispose() {
        session?.Dispose();
        model.Dispose();
    }
}

internal static class Files {
    public static T[] Read<T>(string path) where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(path)).ToArray();
}
