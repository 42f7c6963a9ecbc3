using Sinter;
using Sinter.Blocks;
using static Sinter.Operations;

namespace Zoo;

/// <summary>
/// "Neural Attention: A Novel Mechanism for Enhanced Expressive Power in Transformer Models" (DiGiugno and Mahmood, arXiv:2502.17206, 2025).
/// The score of a pair is a network of one hidden layer in place of a product: A_ij = w . relu(W_q q_i + W_k k_j + b), where q and k are of a low
/// dimension; then softmax over j at most i. The first layer is split, so that the hidden vectors of pairs are sums of two projections.
/// </summary>
[Model]
[Symbol("Time", 1, 50)]
public partial class NeuralAttention {
    const int Width = 20, Heads = 4, Low = 3, Hidden = 7, Context = 50;
    readonly RmsNorm norm = new(Width);
    readonly Linear query = new(Width, Heads * Low), key = new(Width, Heads * Low), value = new(Width, Width), output = new(Width, Width);
    readonly Linear ofQuery = new(Low, Hidden, withBias: true), ofKey = new(Low, Hidden);
    readonly Weight score = new(Hidden);
    readonly Cache keys = new(Context), values = new(Context);

    [Entry]
    public Tensor Decode([Shape("Time", Width)] Tensor x) {
        int time = x.Shape[0];
        Tensor normal = norm[x];
        Tensor q = ofQuery[Reshape(query[normal], time, Heads, Low)];
        Tensor k = keys.Append(ofKey[Reshape(key[normal], time, Heads, Low)]);
        Tensor v = values.Append(Reshape(value[normal], time, Heads, Width / Heads));
        Tensor pairs = InsertAxis(Transpose(q, 1, 0, 2), 2) + InsertAxis(Transpose(k, 1, 0, 2), 1);
        Tensor scores = Contract("htsm,m->hts", Relu(pairs), score);
        Tensor seen = Reshape(Iota(k.Shape[0]), 1, k.Shape[0]) <= Reshape(Positions(), time, 1);
        Tensor mixed = Contract("hts,she->the", Softmax(Select(seen, scores, float.NegativeInfinity), -1), v);
        return x + output[Reshape(mixed, time, Width)];
    }
}
