using System;
using System.Collections.Generic;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;

/// <summary>
/// The graph that the declared decoder with rotary positions, a gated feed-forward network and Rms norms expands to: operation for
/// operation what <c>Sinter.Blocks.Decoder</c> and <c>Operations.Attend</c> say.
/// </summary>
public sealed class LlamaModule {
    private readonly ModuleBuilder module = new("Test.Llama");
    private readonly int width, layers, heads, keyValueHeads, head, hidden, vocabulary;
    private readonly Dimension time = Dimension.Symbol("Time");

    private LlamaModule(int width, int layers, int heads, int keyValueHeads, int hidden, int vocabulary) {
        (this.width, this.layers, this.heads, this.keyValueHeads, this.hidden, this.vocabulary) = (width, layers, heads, keyValueHeads, hidden, vocabulary);
        head = width / heads;
    }

    public static Module Build(int width, int layers, int heads, int keyValueHeads, int hidden, int vocabulary, int context, bool tied) {
        LlamaModule model = new(width, layers, heads, keyValueHeads, hidden, vocabulary);
        model.Declare(context, tied);
        model.Forward();
        model.Score();
        return model.module.Module;
    }

    private void Declare(int context, bool tied) {
        module.Declare(new Symbol("Time", 1, context));
        module.Declare(new Symbol("Past", 0, context - 1));
        Weight("embedding.weight", vocabulary, width);
        for (int i = 0; i < layers; i++) {
            Weight($"layers.{i}.attention_norm.scale", width);
            Weight($"layers.{i}.attention.query.weight", heads * head, width);
            Weight($"layers.{i}.attention.key.weight", keyValueHeads * head, width);
            Weight($"layers.{i}.attention.value.weight", keyValueHeads * head, width);
            Weight($"layers.{i}.attention.output.weight", width, heads * head);
            module.Declare(new State($"layers.{i}.attention.keys", new TensorType(ElementType.F32, context, keyValueHeads, head)));
            module.Declare(new State($"layers.{i}.attention.values", new TensorType(ElementType.F32, context, keyValueHeads, head)));
            Weight($"layers.{i}.feed_forward_norm.scale", width);
            Weight($"layers.{i}.feed_forward.gate.weight", hidden, width);
            Weight($"layers.{i}.feed_forward.up.weight", hidden, width);
            Weight($"layers.{i}.feed_forward.down.weight", width, hidden);
        }
        Weight("norm.scale", width);
        module.Declare(new Weight("output.weight", new TensorType(ElementType.F32, vocabulary, width), tied ? "embedding.weight" : null));
    }

    private void Weight(string name, params int[] shape) => module.Declare(new Weight(
        name, new TensorType(ElementType.F32, Array.ConvertAll(shape, extent => new Dimension(extent))),
        RotaryHeads: name.EndsWith("query.weight", StringComparison.Ordinal) ? heads : name.EndsWith("key.weight", StringComparison.Ordinal) ? keyValueHeads : 0));

    private void Forward() {
        GraphBuilder graph = module.Entry("Forward");
        Expression last = Layers(graph).Slice(0, time - Dimension.One, Dimension.One);
        graph.Return("logits", Linear(Norm(last, "norm"), "output").Reshape(vocabulary));
        graph.Build();
    }

    private void Score() {
        GraphBuilder graph = module.Entry("Score");
        graph.Return("logits", Linear(Norm(Layers(graph), "norm"), "output"));
        graph.Build();
    }

    private Expression Layers(GraphBuilder graph) {
        Expression tokens = graph.Input("tokens", ElementType.I32, time);
        Expression x = graph.Weight("embedding.weight").Gather(tokens, 0);
        for (int i = 0; i < layers; i++) {
            Expression h = x + Attention(Norm(x, $"layers.{i}.attention_norm"), $"layers.{i}.attention");
            x = h + FeedForward(Norm(h, $"layers.{i}.feed_forward_norm"), $"layers.{i}.feed_forward");
        }
        return x;
    }

    private static Expression Norm(Expression x, string path) => x.RmsNormalize(1e-5) * x.Graph.Weight($"{path}.scale");

    private static Expression Linear(Expression x, string path) => x.Contract("ti,oi->to", x.Graph.Weight($"{path}.weight"));

    private static Expression FeedForward(Expression x, string path) {
        Expression gate = Linear(x, $"{path}.gate");
        return Linear(gate * gate.Sigmoid() * Linear(x, $"{path}.up"), $"{path}.down");
    }

    private Expression Attention(Expression x, string path) {
        Expression q = Rotary(Linear(x, $"{path}.query").Reshape(time, heads, head));
        Expression k = Rotary(Linear(x, $"{path}.key").Reshape(time, keyValueHeads, head));
        Expression v = Linear(x, $"{path}.value").Reshape(time, keyValueHeads, head);
        return Linear(Attend(q, k.Append($"{path}.keys"), v.Append($"{path}.values")).Reshape(time, heads * head), $"{path}.output");
    }

    private Expression Rotary(Expression x) {
        int half = head / 2;
        GraphBuilder graph = x.Graph;
        Expression frequency = graph.Scalar(10_000).With("power", graph.Iota(half).Cast(ElementType.F32) * (double)(-2f / head));
        Expression angle = graph.Positions().Cast(ElementType.F32).Reshape(time, 1, 1) * frequency;
        (Expression cosine, Expression sine) = (angle.Cos(), angle.Sin());
        (Expression first, Expression second) = (x.Slice(-1, 0, half), x.Slice(-1, half, half));
        return (first * cosine - second * sine).Concatenate(-1, first * sine + second * cosine);
    }

    private Expression Attend(Expression query, Expression key, Expression value) {
        GraphBuilder graph = query.Graph;
        Dimension keys = key.Extent(0);
        Expression grouped = query.Reshape(time, keyValueHeads, heads / keyValueHeads, head);
        Expression scores = grouped.Contract("tgrd,sgd->grts", key) * (double)(1f / MathF.Sqrt(head));
        Expression i = graph.Positions().Reshape(time, 1);
        Expression j = graph.Iota(keys).Reshape(1, keys);
        scores = j.With("less_equal", i).Apply("select", [scores, graph.Scalar(double.NegativeInfinity)]);
        return scores.Softmax(-1).Contract("grts,sge->tgre", value).Reshape(time, heads, head);
    }
}
