namespace Sinter.Blocks;

/// <summary>Complex numbers as two real tensors, for the state-space models whose states turn as they fade.</summary>
/// <param name="Real">The real parts.</param>
/// <param name="Imaginary">The imaginary parts, of a shape that meets that of the real parts.</param>
public sealed record ComplexTensor(Tensor Real, Tensor Imaginary) {
    /// <summary>The conjugate.</summary>
    public ComplexTensor Conjugate => new(Real, -Imaginary);

    /// <summary>e^z.</summary>
    public ComplexTensor Exponential {
        get {
            Tensor size = Operations.Exp(Real);
            return new(size * Operations.Cos(Imaginary), size * Operations.Sin(Imaginary));
        }
    }

    /// <summary>The sum along an axis.</summary>
    public ComplexTensor Sum(Axis axis, bool keep = false) => new(Operations.Sum(Real, axis, keep), Operations.Sum(Imaginary, axis, keep));

    /// <summary>A real tensor as a complex one.</summary>
    public static implicit operator ComplexTensor(Tensor real) => new(real, real * 0f);

    /// <summary>The sum.</summary>
    public static ComplexTensor operator +(ComplexTensor a, ComplexTensor b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    /// <summary>The difference.</summary>
    public static ComplexTensor operator -(ComplexTensor a, ComplexTensor b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    /// <summary>The product.</summary>
    public static ComplexTensor operator *(ComplexTensor a, ComplexTensor b) =>
        new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);

    /// <summary>Both parts times a real factor.</summary>
    public static ComplexTensor operator *(ComplexTensor a, Tensor b) => new(a.Real * b, a.Imaginary * b);

    /// <summary>The quotient.</summary>
    public static ComplexTensor operator /(ComplexTensor a, ComplexTensor b) => a * b.Conjugate * (1f / (b.Real * b.Real + b.Imaginary * b.Imaginary));
}
