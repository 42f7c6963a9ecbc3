using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sinter.Runtime.Weights;

/// <summary>The formats of weight files.</summary>
public enum WeightFormat {
    /// <summary>Hugging Face safetensors: a JSON header, then the data.</summary>
    Safetensors,
    /// <summary>GGUF, versions 2 and 3.</summary>
    Gguf,
    /// <summary>The version-0 checkpoint of llama2.c: seven integers, then the data in a fixed order.</summary>
    Llama2C,
}

/// <summary>Tells the format of a file from its first bytes; the name decides only where the content does not.</summary>
static unsafe class WeightFormatDetection {
    public static WeightFormat Detect(MappedFile file) {
        if (file.Length == 0) {
            throw new UnknownWeightFormatException(file.Path, "expected safetensors, GGUF or a llama2.c checkpoint, found an empty file");
        }
        var head = new ReadOnlySpan<byte>(file.Start, (int)Math.Min(file.Length, Llama2CHeader.Bytes));
        if (head.StartsWith("GGUF"u8)) {
            return WeightFormat.Gguf;
        }
        // llama2.c has no magic, but its size follows from its header exactly. It is asked first because a
        // header with 123 layers looks like the brace that begins the JSON of safetensors.
        if (Llama2CHeader.TryRead(head, out Llama2CHeader header) && header.Problem() is null && header.FileBytes() == (ulong)file.Length) {
            return WeightFormat.Llama2C;
        }
        if (head.Length > 8 && head[8] == (byte)'{') {
            return WeightFormat.Safetensors;
        }
        if (Foreign(head) is string foreign) {
            throw new UnknownWeightFormatException(file.Path, $"expected safetensors, GGUF or a llama2.c checkpoint, found {foreign}");
        }
        string extension = System.IO.Path.GetExtension(file.Path);
        return extension.ToLowerInvariant() switch {
            ".safetensors" => WeightFormat.Safetensors,
            ".gguf" => WeightFormat.Gguf,
            ".bin" => WeightFormat.Llama2C,
            _ => throw new UnknownWeightFormatException(file.Path,
                $"expected safetensors, GGUF or a llama2.c checkpoint, found bytes {Hexadecimal(head)} of none of them"),
        };
    }

    static string? Foreign(ReadOnlySpan<byte> head) {
        if (head.StartsWith("24ka"u8)) {
            uint version = head.Length >= 8 ? BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) : 0;
            return string.Create(CultureInfo.InvariantCulture, $"a llama2.c checkpoint of version {version}; export it with --version 0");
        }
        if (head.StartsWith("PK\u0003\u0004"u8)) {
            return "a zip archive, perhaps of PyTorch; save it as safetensors";
        }
        if (head.StartsWith("lmgg"u8) || head.StartsWith("fmgg"u8) || head.StartsWith("tjgg"u8)) {
            return "a ggml file from before GGUF; convert it to GGUF";
        }
        return head.StartsWith("FUGG"u8) ? "a GGUF file with swapped bytes" : null;
    }

    static string Hexadecimal(ReadOnlySpan<byte> head) {
        var text = new StringBuilder();
        foreach (byte value in head[..Math.Min(8, head.Length)]) {
            text.Append(text.Length == 0 ? "" : " ").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
