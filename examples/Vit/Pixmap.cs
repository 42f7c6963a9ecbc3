using System;
using System.IO;
using System.Text;

namespace Vit;

/// <summary>Images in the portable pixmap format, binary ("P6").</summary>
public static class Pixmap {
    /// <summary>The image as a vision transformer takes it: planes of red, green and blue, from -1 to 1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Rows and columns that it must have.</param>
    /// <exception cref="InvalidDataException">The file is none, or of another size.</exception>
    public static float[] Read(string path, int size) {
        byte[] bytes = File.ReadAllBytes(path);
        int at = 0;
        string[] header = [Word(bytes, ref at), Word(bytes, ref at), Word(bytes, ref at), Word(bytes, ref at)];
        if (header is not ["P6", _, _, "255"] || header[1] != $"{size}" || header[2] != header[1]) {
            throw new InvalidDataException($"{path}: expected a binary pixmap 'P6 {size} {size} 255', found '{string.Join(' ', header)}'");
        }
        int pixels = size * size;
        // One white space ends the header.
        at++;
        if (bytes.Length - at != 3 * pixels) {
            throw new InvalidDataException($"{path}: expected {3 * pixels} bytes of pixels, found {bytes.Length - at}");
        }
        float[] planes = new float[3 * pixels];
        for (int i = 0; i < planes.Length; i++) {
            planes[i % 3 * pixels + i / 3] = bytes[at + i] / 127.5f - 1f;
        }
        return planes;
    }

    static string Word(byte[] bytes, ref int at) {
        StringBuilder word = new();
        while (at < bytes.Length && (char.IsWhiteSpace((char)bytes[at]) || bytes[at] == '#')) {
            // A comment goes to the end of its line.
            at = bytes[at] == '#' ? Math.Max(at, Array.IndexOf(bytes, (byte)'\n', at)) + 1 : at + 1;
        }
        while (at < bytes.Length && !char.IsWhiteSpace((char)bytes[at]) && word.Length < 16) {
            word.Append((char)bytes[at++]);
        }
        return word.ToString();
    }
}
