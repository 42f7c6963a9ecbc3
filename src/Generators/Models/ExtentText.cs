using System.Globalization;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators;

/// <summary>An extent as <c>[Shape]</c> writes it: an integer, a symbol, or a sum of products such as <c>"Past + 2 * Time"</c>.</summary>
internal static class ExtentText {
    /// <summary>The extent, or null when the text is none.</summary>
    public static Dimension? Parse(string text) {
        Dimension sum = Dimension.Zero;
        foreach (string term in text.Replace("-", "+-").Split('+')) {
            if (term.Trim().Length == 0) {
                if (text.TrimStart().StartsWith("-", System.StringComparison.Ordinal) && ReferenceEquals(sum, Dimension.Zero)) {
                    continue;
                }
                return null;
            }
            bool isNegative = term.Trim()[0] == '-';
            Dimension product = isNegative ? -1 : 1;
            foreach (string factor in (isNegative ? term.Trim().Substring(1) : term).Split('*')) {
                string name = factor.Trim();
                if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) {
                    product *= number;
                } else if (name.Length > 0 && char.IsLetter(name[0]) && name.All(character => char.IsLetterOrDigit(character) || character == '_')) {
                    product *= Dimension.Symbol(name);
                } else {
                    return null;
                }
            }
            sum += product;
        }
        return sum;
    }
}
