using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Sinter.Zoo.Tests;

/// <summary>Files of weights.</summary>
internal static class WeightFiles {
    /// <summary>Writes a safetensors file of f32 tensors.</summary>
    public static void Write(string path, params (string Name, Values Values)[] tensors) {
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        foreach ((string name, Values values) in tensors) {
            byte[] bytes = new byte[Buffer.ByteLength(values.Elements)];
            Buffer.BlockCopy(values.Elements, 0, bytes, 0, bytes.Length);
            header[name] = new { dtype = "F32", shape = values.Shape, data_offsets = new[] { data.Length, data.Length + bytes.Length } };
            data.Write(bytes);
        }
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        using FileStream file = File.Create(path);
        file.Write(length);
        file.Write(text);
        data.Position = 0;
        data.CopyTo(file);
    }
}
