using System;
using System.IO;
using System.Runtime.InteropServices;
using Sinter.Bench;
using Sinter.Runtime;

namespace Products;

/// <summary>One product of one size. The factor x is copied before the clock starts, as a layer in front would have left it.</summary>
internal sealed class Product : IWork {
    readonly LoadedModel model;
    readonly ModelSession session;
    readonly EntryCall call;
    readonly float[] x;
    readonly float[]? w;

    /// <summary>Loads the weights.</summary>
    /// <param name="size">rows x inputs x outputs, as <c>128x768x3072</c>.</param>
    /// <param name="threads">The threads of the product.</param>
    /// <param name="xPath">The factor x, f32.</param>
    /// <param name="weights">A safetensors file with <c>map.weight</c>, or with nothing where W comes with the call.</param>
    /// <param name="wPath">The factor W, f32, where it comes with the call.</param>
    public Product(string size, int threads, string xPath, string weights, string? wPath) {
        int[] extents = Array.ConvertAll(size.Split('x'), int.Parse);
        x = Read(xPath);
        w = wPath == null ? null : Read(wPath);
        LoadOptions options = new() { Threads = threads };
        model = w != null ? OfTheCall.Load(weights, options) : Models.Of(extents[1], extents[2])(weights, options);
        session = new ModelSession(model);
        call = session.Entry("Multiply");
    }

    public void Prepare() {
        call.Input<float>(0, x);
        if (w != null) {
            call.Input<float>(1, w);
        }
    }

    public void Run() => call.Run();

    public float[] Result() => call.Output<float>(0).ToArray();

    public void Dispose() {
        session.Dispose();
        model.Dispose();
    }

    static float[] Read(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}
