using System;
using System.Globalization;

namespace Sinter.Tool;

/// <summary>Numbers for people.</summary>
static class Amount {
    /// <summary>Thousands apart: <c>1,048,576</c>.</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Three digits and a unit: <c>1.05 MB</c>.</summary>
    public static string Bytes(long bytes) => Scaled(bytes, "B");

    /// <summary>Three digits and a multiple: <c>3.2 M</c>.</summary>
    public static string Count(long count) => Scaled(count, "").TrimEnd();

    /// <summary>Operations for each byte.</summary>
    public static string Intensity(long operations, long bytes) => bytes == 0 ? "-" : ((double)operations / bytes).ToString("0.##", CultureInfo.InvariantCulture);

    static string Scaled(long number, string unit) {
        string[] multiples = ["", "k", "M", "G", "T", "P"];
        double value = number;
        int at = 0;
        while (Math.Abs(value) >= 1000 && at < multiples.Length - 1) {
            value /= 1000;
            at++;
        }
        string digits = at == 0 ? number.ToString(CultureInfo.InvariantCulture) : value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
        return $"{digits} {multiples[at]}{unit}";
    }
}
