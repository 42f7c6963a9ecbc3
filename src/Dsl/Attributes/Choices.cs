namespace Sinter;

/// <summary>A function between two linear maps.</summary>
public enum Activation {
    /// <summary>x * sigmoid(x).</summary>
    Silu,
    /// <summary>x * Phi(x), with the error function.</summary>
    Gelu,
    /// <summary>The approximation of <see cref="Gelu"/> by a hyperbolic tangent.</summary>
    GeluTanh,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>max(x, 0) squared.</summary>
    SquaredRelu,
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
    /// <summary>The logistic function.</summary>
    Sigmoid,
    /// <summary>x itself.</summary>
    Identity,
    /// <summary>x * sigmoid(1.702 x).</summary>
    QuickGelu,
    /// <summary>x * tanh(softplus(x)).</summary>
    Mish,
    /// <summary>log(1 + e^x).</summary>
    Softplus,
    /// <summary>x, or e^x - 1 where negative.</summary>
    Elu,
    /// <summary>A scaled <see cref="Elu"/> that keeps mean and variance.</summary>
    Selu,
    /// <summary>x, or x / 100 where negative.</summary>
    LeakyRelu,
    /// <summary>x * clip(x / 6 + 1/2, 0, 1).</summary>
    HardSwish,
    /// <summary>clip(x / 6 + 1/2, 0, 1).</summary>
    HardSigmoid,
    /// <summary>clip(x, -1, 1).</summary>
    HardTanh,
}

/// <summary>A kind of normalisation.</summary>
public enum Norm {
    /// <summary>Division by the root of the mean square, then a scale.</summary>
    Rms,
    /// <summary>Subtraction of the mean, division by the standard deviation, then a scale and a bias.</summary>
    Layer,
}

/// <summary>A convention for the names of tensors in a checkpoint.</summary>
public enum Naming {
    /// <summary>The canonical paths of the model's own fields.</summary>
    Canonical,
    /// <summary><c>model.layers.{i}.self_attn.q_proj.weight</c> and so on, as Hugging Face's Llama has them.</summary>
    HuggingFaceLlama,
}
