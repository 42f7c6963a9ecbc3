using System;
using System.IO;
using System.Runtime.InteropServices;
using Sinter.Bench;
using Sinter.Runtime;

namespace Kernels;

/// <summary>One entry of one model, from position 0. Its inputs are copied before the clock starts, as a kernel in front would have left them.</summary>
internal sealed class Kernel : IWork {
    readonly LoadedModel model;
    readonly ModelSession session;
    readonly EntryCall call;
    readonly float[][] inputs;

    /// <summary>Loads the model.</summary>
    /// <param name="name">Model and entry, as <c>Rows.Shares</c>.</param>
    /// <param name="threads">The threads of the team.</param>
    /// <param name="weights">A safetensors file, without tensors where the model has none.</param>
    /// <param name="inputs">The inputs, f32.</param>
    public Kernel(string name, int threads, string weights, string[] inputs) {
        LoadOptions options = new() { Threads = threads };
        string[] parts = name.Split('.');
        model = parts[0] switch {
            nameof(TwelveHeadsOf64) => TwelveHeadsOf64.Load(weights, options),
            nameof(EightHeadsOf128) => EightHeadsOf128.Load(weights, options),
            nameof(TwoHeadsOf64) => TwoHeadsOf64.Load(weights, options),
            nameof(Rows) => Rows.Load(weights, options),
            nameof(MambaBlock) => MambaBlock.Load(weights, options),
            nameof(GatedBlock) => GatedBlock.Load(weights, options),
            _ => throw new ArgumentException($"no model is called {parts[0]}"),
        };
        session = new ModelSession(model);
        call = session.Entry(parts[1]);
        this.inputs = Array.ConvertAll(inputs, path => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray());
    }

    public void Prepare() {
        session.Reset();
        for (int i = 0; i < inputs.Length; i++) {
            call.Input<float>(i, inputs[i]);
        }
    }

    public void Run() => call.Run();

    public float[] Result() => call.Output<float>(0).ToArray();

    public void Dispose() {
        session.Dispose();
        model.Dispose();
    }
}
