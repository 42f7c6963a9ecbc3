using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Sinter.EndToEnd.Tests.Papers;

/// <summary>What a layer mixes positions with.</summary>
public enum Mixing { Full, Sliding, Convolution, None }

/// <summary>A layer's hyper-parameters.</summary>
public sealed record LayerConfig(Mixing Mixing, int Heads = 2, int Window = 4) {
    public float Scale { get; init; } = 1f;
}

/// <summary>A model's hyper-parameters, with a kind for each layer as its paper's table lists them.</summary>
public sealed record DecoderConfig(int Vocabulary, int Width, int Context) {
    public required IReadOnlyList<LayerConfig> Layers { get; init; }

    public int Hidden => 8 * Width / 3 / 4 * 4;

    public static DecoderConfig Tiny { get; } = new(29, 12, 24) {
        Layers = [.. Alternate(new LayerConfig(Mixing.Full), 5)],
    };

    // Every second layer slides; the middle one convolves, the last only feeds forward.
    private static IEnumerable<LayerConfig> Alternate(LayerConfig first, int count) {
        for (int i = 0; i < count; i++) {
            yield return i switch {
                2 => first with { Mixing = Mixing.Convolution, Window = 3 },
                _ when i == count - 1 => first with { Mixing = Mixing.None },
                _ when i % 2 == 1 => first with { Mixing = Mixing.Sliding, Heads = 3, Scale = 0.5f },
                _ => first,
            };
        }
    }
}

/// <summary>x + scale * mix(norm(x)), then x + down(silu(gate x) * up x).</summary>
[Block]
public sealed class ConfiguredLayer {
    private readonly LayerConfig config;
    private readonly RmsNorm? mixerNorm;
    private readonly RmsNorm networkNorm;
    private readonly Attention? attention;
    private readonly Weight? kernel;
    private readonly FeedForward network;

    public ConfiguredLayer(DecoderConfig model, LayerConfig config) {
        this.config = config;
        if (config.Mixing is Mixing.Full or Mixing.Sliding) {
            if (model.Width % config.Heads != 0) {
                throw new ArgumentException($"{config.Heads} heads do not divide the width {model.Width}");
            }
            attention = new Attention(model.Width, model.Context, config.Heads, theta: 100f, window: config.Mixing == Mixing.Sliding ? config.Window : 0);
        } else if (config.Mixing is Mixing.Convolution) {
            kernel = new Weight(config.Window, model.Width);
        }
        (mixerNorm, networkNorm) = (config.Mixing is Mixing.None ? null : new RmsNorm(model.Width), new RmsNorm(model.Width));
        network = new FeedForward(model.Width, model.Hidden, gated: true);
    }

    public Tensor this[Tensor x] {
        get {
            Tensor mixed = config.Mixing switch {
                Mixing.Full or Mixing.Sliding => attention![mixerNorm![x]],
                Mixing.Convolution => Depthwise(mixerNorm![x], kernel!),
                _ => 0f * x,
            };
            Tensor y = x + config.Scale * mixed;
            return y + network[networkNorm[y]];

            static Tensor Depthwise(Tensor x, Weight kernel) {
                int taps = kernel.Shape[0];
                Tensor padded = Pad(x, Axis.Time, taps - 1, 0);
                return Sum(Windows(padded, 0, taps) * kernel, 1);
            }
        }
    }
}

/// <summary>A decoder whose layers differ by a table; tied embeddings, two entries.</summary>
[Model, Symbol("Time", 1, 24)]
public partial class LayerwiseDecoder {
    private static readonly DecoderConfig Config = DecoderConfig.Tiny;

    private readonly Embedding embedding = new(Config.Vocabulary, Config.Width);
    private readonly List<ConfiguredLayer> layers = [.. Config.Layers.Select(layer => new ConfiguredLayer(Config, layer))];
    private readonly RmsNorm norm = new(Config.Width);

    [Entry]
    public Tensor Score([Shape("Time", Type = ElementType.I32)] Tensor tokens) => Contract("ti,vi->tv", Features(tokens), embedding.Weight);

    [Entry]
    public (Tensor Best, Tensor LogProbability) Predict([Shape("Time", Type = ElementType.I32)] Tensor tokens) {
        Tensor scores = LogSoftmax(Score(tokens), -1);
        return (ArgMax(scores, -1), Max(scores, -1));
    }

    private Tensor Features(Tensor tokens) => norm[layers.Aggregate(embedding[tokens], (x, layer) => layer[x])];
}
