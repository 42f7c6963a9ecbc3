using System;
using System.Globalization;
using System.Text;

namespace Sinter.Runtime.Weights;

/// <summary>Shows names that came out of a file: quoted, control characters escaped, of bounded length.</summary>
static class Quoting {
    const int Longest = 120;

    public static string Quote(string name) {
        var text = new StringBuilder("'");
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, Longest))) {
            if (char.IsControl(c) || char.IsSurrogate(c)) {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            } else {
                text.Append(c);
            }
        }
        return text.Append(name.Length > Longest ? "...'" : "'").ToString();
    }

    public static string Shape(ReadOnlySpan<long> shape) {
        var text = new StringBuilder("[");
        for (int i = 0; i < shape.Length; i++) {
            text.Append(i == 0 ? "" : ", ").Append(shape[i].ToString(CultureInfo.InvariantCulture));
        }
        return text.Append(']').ToString();
    }
}
