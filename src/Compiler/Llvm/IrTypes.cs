using Sinter.Compiler.Graph;

namespace Sinter.Compiler.Llvm;

/// <summary>How element types look in LLVM IR.</summary>
internal static class IrTypes {
    /// <summary>The type in memory; truth values are bytes, 16-bit floats their bits.</summary>
    public static string Memory(ElementType type) => type switch {
        ElementType.F32 => "float",
        ElementType.F64 => "double",
        ElementType.F16 or ElementType.BF16 => "i16",
        ElementType.I32 => "i32",
        ElementType.I64 => "i64",
        _ => "i8",
    };

    /// <summary>The type computed with; 16-bit floats are widened.</summary>
    public static string Register(ElementType type) => type switch {
        ElementType.F32 or ElementType.F16 or ElementType.BF16 => "float",
        ElementType.F64 => "double",
        ElementType.I32 => "i32",
        ElementType.I64 => "i64",
        _ => "i1",
    };

    /// <summary>A vector of that many lanes, or the scalar type for one.</summary>
    public static string Vector(string element, int lanes) => lanes == 1 ? element : $"<{lanes} x {element}>";

    /// <summary>The suffix that intrinsics carry: <c>v8f32</c>, <c>i64</c>.</summary>
    public static string Mangle(string element, int lanes) {
        string name = element switch { "float" => "f32", "double" => "f64", "ptr" => "p0", _ => element };
        return lanes == 1 ? name : $"v{lanes}{name}";
    }
}
