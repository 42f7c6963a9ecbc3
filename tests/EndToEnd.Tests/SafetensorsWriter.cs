using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Sinter.EndToEnd.Tests;

/// <summary>Writes checkpoints for the tests.</summary>
internal static class SafetensorsWriter {
    /// <summary>F32 tensors by name.</summary>
    public static void Write(string path, Dictionary<string, (int[] Shape, float[] Values)> tensors) {
        Dictionary<string, object> header = [];
        using MemoryStream data = new();
        byte[] bytes = new byte[8];
        foreach ((string name, (int[] shape, float[] values)) in tensors) {
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { data.Length, data.Length + 4L * values.Length } };
            foreach (float value in values) {
                BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                data.Write(bytes, 0, 4);
            }
        }
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        using FileStream file = File.Create(path);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        file.Write(bytes);
        file.Write(text);
        data.Position = 0;
        data.CopyTo(file);
    }
}
