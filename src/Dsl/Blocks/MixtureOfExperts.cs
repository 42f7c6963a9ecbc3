using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// A mixture of gated networks (Shazeer et al., arXiv:1701.06538; Jiang et al., Mixtral, arXiv:2401.04088): of the experts' scores
/// W x the largest few are taken, and y = sum over these of p_e Down_e(f(Gate_e x) * Up_e x), p the softmax of their scores; experts that
/// every token passes through are added (Dai et al., DeepSeekMoE, arXiv:2401.06066). Only the chosen experts' weights are read.
/// </summary>
[Block]
public sealed class MixtureOfExperts : ILayer {
    readonly int active;
    readonly Activation activation;
    readonly bool overAll;
    readonly Linear router;
    readonly Weight gate, up, down;
    readonly FeedForward? shared;

    /// <summary>A mixture of these sizes.</summary>
    /// <param name="width">The size of a row.</param>
    /// <param name="hidden">The size inside an expert.</param>
    /// <param name="experts">The number of experts to choose from.</param>
    /// <param name="active">The number that a token passes through.</param>
    /// <param name="sharedHidden">The size inside the network that all tokens pass through; 0 for none.</param>
    /// <param name="activation">f.</param>
    /// <param name="overAll">Whether p is the softmax over all experts, of which the chosen ones' part is taken.</param>
    public MixtureOfExperts(
        int width, int hidden, int experts, int active, int sharedHidden = 0, Activation activation = Activation.Silu, bool overAll = false) {
        if (active < 1 || active > experts) {
            throw new ArgumentException($"a token passes through 1 to {experts} of {experts} experts, not {active}");
        }
        (this.active, this.activation, this.overAll) = (active, activation, overAll);
        router = new Linear(width, experts);
        gate = new Weight(experts, hidden, width);
        up = new Weight(experts, hidden, width);
        down = new Weight(experts, width, hidden);
        shared = sharedHidden == 0 ? null : new FeedForward(width, sharedHidden, activation, gated: true);
    }

    /// <summary>The mixture of each row.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            Tensor scores = router[x];
            (Tensor best, Tensor chosen) = TopK(overAll ? Softmax(scores, -1) : scores, active, -1);
            Tensor p = overAll ? best : Softmax(best, -1);
            Tensor inner = Activate(Contract("ti,tehi->teh", x, Gather(gate, chosen, 0)), activation) * Contract("ti,tehi->teh", x, Gather(up, chosen, 0));
            Tensor y = Sum(InsertAxis(p, 2) * Contract("teh,teoh->teo", inner, Gather(down, chosen, 0)), 1);
            return shared == null ? y : y + shared[x];
        }
    }
}
