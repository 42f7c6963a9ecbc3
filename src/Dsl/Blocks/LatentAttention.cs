using System;
using static Sinter.Operations;

namespace Sinter.Blocks;

/// <summary>
/// Causal multi-head latent attention (DeepSeek-V2, arXiv:2405.04434): keys and values of all heads come from one short vector for each token,
/// k_h = U^K_h c and v_h = U^V_h c with c = norm(D x), and positions from one rotary key that the heads share. Only c and that key are cached.
/// The scores are computed as (U^K_h^T q_h) . c, which is the same product with its brackets set so that no head's keys are ever made.
/// </summary>
[Block]
public sealed class LatentAttention {
    readonly int heads;
    readonly int headWidth;
    readonly int rotaryWidth;
    readonly int valueWidth;
    readonly Linear query;
    readonly Linear down;
    readonly RmsNorm latentNorm;
    readonly Weight keyUp;
    readonly Weight valueUp;
    readonly Linear rotaryKey;
    readonly Linear output;
    readonly Rotary rotary;
    readonly Cache latents;
    readonly Cache rotaryKeys;

    /// <summary>Latent attention over at most <paramref name="context"/> positions.</summary>
    /// <param name="width">The size of a token's vector.</param>
    /// <param name="context">The capacity of the caches.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="latent">The size of c.</param>
    /// <param name="headWidth">The part of a query without position.</param>
    /// <param name="rotaryWidth">The part of a query with a rotary position; even.</param>
    /// <param name="valueWidth">The size of a head's value; 0 for headWidth.</param>
    /// <param name="theta">The base of the rotary positions.</param>
    /// <param name="epsilon">Added to the mean square of D x.</param>
    public LatentAttention(int width, int context, int heads, int latent, int headWidth, int rotaryWidth, int valueWidth = 0, float theta = 10_000f, float epsilon = 1e-6f) {
        if (heads < 1 || latent < 1 || headWidth < 1) {
            throw new ArgumentException($"latent attention has at least one head ({heads}), and its latent ({latent}) and heads ({headWidth}) are at least 1 wide");
        }
        this.heads = heads;
        this.headWidth = headWidth;
        this.rotaryWidth = rotaryWidth;
        this.valueWidth = valueWidth == 0 ? headWidth : valueWidth;
        query = new Linear(width, heads * (headWidth + rotaryWidth));
        down = new Linear(width, latent);
        latentNorm = new RmsNorm(latent, epsilon);
        keyUp = new Weight(heads, headWidth, latent);
        valueUp = new Weight(heads, this.valueWidth, latent);
        rotaryKey = new Linear(width, rotaryWidth, rotaryHeads: 1);
        output = new Linear(heads * this.valueWidth, width);
        rotary = new Rotary(rotaryWidth, theta);
        latents = new Cache(context);
        rotaryKeys = new Cache(context);
    }

    /// <summary>What each token of this step gathers from those it sees.</summary>
    /// <param name="x">[Time, width]</param>
    /// <returns>[Time, width]</returns>
    public Tensor this[Tensor x] {
        get {
            int time = x.Shape[0];
            Tensor q = Reshape(query[x], time, heads, headWidth + rotaryWidth);
            Tensor absorbed = Contract("thd,hdc->thc", Slice(q, 2, 0, headWidth), keyUp);
            Tensor turned = rotary[Slice(q, 2, headWidth, rotaryWidth)];
            Tensor c = latents.Append(latentNorm[down[x]]);
            Tensor positions = rotaryKeys.Append(Reshape(rotary[Reshape(rotaryKey[x], time, 1, rotaryWidth)], time, rotaryWidth));
            Tensor keys = InsertAxis(Concatenate(1, c, positions), 1);
            Tensor mixed = Attend(
                Concatenate(2, absorbed, turned), keys, InsertAxis(c, 1), mask: Masks.Causal, scale: 1f / MathF.Sqrt(headWidth + rotaryWidth));
            Tensor heard = Contract("thc,hvc->thv", mixed, valueUp);
            return output[Reshape(heard, time, heads * valueWidth)];
        }
    }
}
