using static Sinter.Rasp.Language;

namespace Sinter.Rasp.Tests;

/// <summary>The library's programs, each with its types settled, so that it is compiled.</summary>
[RaspProgram]
public static partial class LibraryPrograms {
    public static SOp<char> Reverse(SOp<char> tokens) => Library.Reverse(tokens);

    public static SOp<int> Histogram(SOp<char> tokens) => Library.Histogram(tokens);

    public static SOp<char> Sort(SOp<char> tokens) => Library.Sort(tokens);

    public static SOp<int> SortInts(SOp<int> tokens) => Library.Sort(tokens);
}
