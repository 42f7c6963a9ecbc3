using System.Collections.Generic;
using System.Globalization;

namespace Sinter;

/// <summary>How a path grows from the model down. The eager walk and that of the build are the same by this.</summary>
internal static class PathTemplate {
    private const string Letters = "ijklmnop";

    /// <summary>The path of a field.</summary>
    /// <param name="path">The path of the block that holds it.</param>
    /// <param name="name">Its name, in snake case, or the one that <c>[Named]</c> gives.</param>
    /// <param name="indices">The indices of the arrays on the way, the outermost first.</param>
    public static string Field(string path, string name, IReadOnlyList<int> indices) {
        for (int depth = 0; depth < indices.Count && depth < Letters.Length; depth++) {
            name = name.Replace(Placeholder(depth), Print(indices[depth]));
        }
        return name.Length > 0 && name[0] == '/' ? name.Substring(1) : path.Length == 0 ? name : path + "." + name;
    }

    /// <summary>The path of an element of an array.</summary>
    /// <param name="path">The path of the array.</param>
    /// <param name="indices">The indices on the way, the element's last.</param>
    public static string Element(string path, IReadOnlyList<int> indices) {
        string index = Print(indices[indices.Count - 1]);
        string placeholder = indices.Count <= Letters.Length ? Placeholder(indices.Count - 1) : "";
        return placeholder.Length > 0 && path.Contains(placeholder) ? path.Replace(placeholder, index) : path + "." + index;
    }

    /// <summary>What is wrong with a finished path, or null.</summary>
    public static string? Problem(string path) => path.IndexOf('{') >= 0 || path.IndexOf('}') >= 0
        ? $"the path \"{path}\" has a placeholder that no array on the way gives an index; {{i}} is the outermost array's, {{j}} the next one's"
        : path.Length == 0 || path[0] == '.' || path[path.Length - 1] == '.' || path.Contains("..") ? $"the path \"{path}\" has an empty name in it" : null;

    private static string Placeholder(int depth) => "{" + Letters[depth] + "}";

    private static string Print(int index) => index.ToString(CultureInfo.InvariantCulture);
}
