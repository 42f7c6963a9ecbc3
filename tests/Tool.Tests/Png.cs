using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace Sinter.Tool.Tests;

/// <summary>Reads the pixels of a PNG of 8-bit colours without interlacing (ISO/IEC 15948), which is what browsers write.</summary>
static class Png {
    /// <summary>How often each colour occurs, and the number of pixels.</summary>
    public static (Dictionary<int, int> Colours, int Pixels) Count(byte[] file) {
        int width = 0, height = 0, channels = 0;
        using MemoryStream packed = new();
        for (int at = 8; at < file.Length;) {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string kind = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            ReadOnlySpan<byte> data = file.AsSpan(at + 8, length);
            if (kind == "IHDR") {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                channels = data[8] == 8 && data[12] == 0 ? data[9] switch { 2 => 3, 6 => 4, _ => 0 } : 0;
                if (channels == 0) {
                    throw new InvalidDataException("expected 8-bit colours without interlacing");
                }
            } else if (kind == "IDAT") {
                packed.Write(data);
            }
            at += 12 + length;
        }
        packed.Position = 0;
        using ZLibStream stream = new(packed, CompressionMode.Decompress);
        byte[] row = new byte[width * channels], before = new byte[width * channels];
        Dictionary<int, int> colours = [];
        for (int y = 0; y < height; y++) {
            int filter = stream.ReadByte();
            stream.ReadExactly(row);
            for (int i = 0; i < row.Length; i++) {
                int left = i < channels ? 0 : row[i - channels], up = before[i], corner = i < channels ? 0 : before[i - channels];
                row[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException($"filter {filter}") });
            }
            for (int x = 0; x < width; x++) {
                int colour = row[x * channels] << 16 | row[x * channels + 1] << 8 | row[x * channels + 2];
                colours[colour] = colours.GetValueOrDefault(colour) + 1;
            }
            (row, before) = (before, row);
        }
        return (colours, width * height);
    }

    static int Paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        return new[] { left, up, corner }.MinBy(value => Math.Abs(estimate - value));
    }
}
