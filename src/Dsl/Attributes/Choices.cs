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
