namespace Sinter.Runtime.Weights;

/// <summary>How the elements of a tensor are stored. Names are those of the format that defines the type.</summary>
public enum WeightType {
    /// <summary>IEEE 754 single precision.</summary>
    F32,
    /// <summary>IEEE 754 half precision.</summary>
    F16,
    /// <summary>The upper half of an F32.</summary>
    BF16,
    /// <summary>IEEE 754 double precision.</summary>
    F64,
    /// <summary>Blocks of 32: an F16 scale, then 32 signed bytes.</summary>
    Q8_0,
    /// <summary>One byte an element, 0 or 1.</summary>
    Bool,
    /// <summary>Signed 8-bit integer.</summary>
    I8,
    /// <summary>Unsigned 8-bit integer.</summary>
    U8,
    /// <summary>Signed 16-bit integer.</summary>
    I16,
    /// <summary>Unsigned 16-bit integer.</summary>
    U16,
    /// <summary>Signed 32-bit integer.</summary>
    I32,
    /// <summary>Unsigned 32-bit integer.</summary>
    U32,
    /// <summary>Signed 64-bit integer.</summary>
    I64,
    /// <summary>Unsigned 64-bit integer.</summary>
    U64,
    /// <summary>Two F32: real and imaginary part.</summary>
    C64,
    /// <summary>8-bit float, 5 exponent bits.</summary>
    F8_E5M2,
    /// <summary>8-bit float, 4 exponent bits.</summary>
    F8_E4M3,
    /// <summary>8-bit power of two.</summary>
    F8_E8M0,
    /// <summary>6-bit float, 2 exponent bits; four in three bytes.</summary>
    F6_E2M3,
    /// <summary>6-bit float, 3 exponent bits; four in three bytes.</summary>
    F6_E3M2,
    /// <summary>4-bit float; two in a byte.</summary>
    F4,
    /// <summary>Blocks of 32: an F16 scale, then 32 integers of 4 bits, of which 8 stands for 0.</summary>
    Q4_0,
    /// <summary>ggml block quantisation.</summary>
    Q4_1,
    /// <summary>ggml block quantisation.</summary>
    Q5_0,
    /// <summary>ggml block quantisation.</summary>
    Q5_1,
    /// <summary>ggml block quantisation.</summary>
    Q8_1,
    /// <summary>ggml block quantisation.</summary>
    Q2_K,
    /// <summary>ggml block quantisation.</summary>
    Q3_K,
    /// <summary>Blocks of 256: 4-bit integers, a 6-bit scale and minimum for each 32, F16 scales of these.</summary>
    Q4_K,
    /// <summary>ggml block quantisation.</summary>
    Q5_K,
    /// <summary>Blocks of 256: 6-bit integers, of which 32 stands for 0, a signed byte scale for each 16, an F16 scale of these.</summary>
    Q6_K,
    /// <summary>ggml block quantisation.</summary>
    Q8_K,
    /// <summary>ggml block quantisation.</summary>
    IQ2_XXS,
    /// <summary>ggml block quantisation.</summary>
    IQ2_XS,
    /// <summary>ggml block quantisation.</summary>
    IQ3_XXS,
    /// <summary>ggml block quantisation.</summary>
    IQ1_S,
    /// <summary>ggml block quantisation.</summary>
    IQ4_NL,
    /// <summary>ggml block quantisation.</summary>
    IQ3_S,
    /// <summary>ggml block quantisation.</summary>
    IQ2_S,
    /// <summary>ggml block quantisation.</summary>
    IQ4_XS,
    /// <summary>ggml block quantisation.</summary>
    IQ1_M,
    /// <summary>ggml block quantisation.</summary>
    TQ1_0,
    /// <summary>ggml block quantisation.</summary>
    TQ2_0,
    /// <summary>ggml block quantisation.</summary>
    MXFP4,
    /// <summary>ggml block quantisation.</summary>
    NVFP4,
    /// <summary>ggml block quantisation.</summary>
    Q1_0,
    /// <summary>ggml block quantisation.</summary>
    Q2_0,
}
