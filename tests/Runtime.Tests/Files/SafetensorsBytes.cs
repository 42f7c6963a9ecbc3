using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sinter.Runtime.Tests.Files;

/// <summary>Writes safetensors files, sound ones and ones with any header.</summary>
public static class SafetensorsBytes {
    public static byte[] Write(IReadOnlyList<TensorBytes> tensors, string? metadata = null) =>
        WithHeader(Header(tensors, metadata), [.. tensors.SelectMany(t => t.Data)]);

    public static string Header(IReadOnlyList<TensorBytes> tensors, string? metadata = null) {
        var header = new StringBuilder("{");
        if (metadata is not null) {
            header.Append("\"__metadata__\":").Append(metadata).Append(',');
        }
        long offset = 0;
        foreach (TensorBytes tensor in tensors) {
            header.Append(CultureInfo.InvariantCulture,
                $"\"{tensor.Name}\":{{\"dtype\":\"{tensor.Type}\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{offset},{offset + tensor.Data.Length}]}},");
            offset += tensor.Data.Length;
        }
        header.Length -= header[^1] == ',' ? 1 : 0;
        header.Append('}');
        // As the official writer does, so that the data is aligned.
        return header.Append(' ', (8 - header.Length % 8) % 8).ToString();
    }

    public static byte[] WithHeader(string header, byte[] data) => WithHeader(Encoding.UTF8.GetBytes(header), data);

    public static byte[] WithHeader(byte[] header, byte[] data) => [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. data];
}
