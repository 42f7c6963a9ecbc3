using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;

namespace Sinter.Generators.Rasp;

/// <summary>
/// The texts that a program names. A text at run is its rank among all that the input and the program hold, in the order of their
/// characters' codes, so that numbers compare as the texts do; the ranks of these come with each call.
/// </summary>
internal sealed class ProgramStrings(Tensors tensors) {
    /// <summary>The name of the input that holds the ranks.</summary>
    public const string Input = "text_ranks";

    // An input has one length for all calls, and how many there are is known only at the end.
    private const int Most = 1024;

    private readonly List<string> texts = [];

    public IReadOnlyList<string> Texts => texts;

    /// <summary>How many ranks the input holds.</summary>
    public static int Room => Most;

    /// <summary>The rank of a text.</summary>
    public int Code(string text) => tensors.Gather(Ranks(), tensors.Integer(Number(text)));

    /// <summary>The rank of one of several texts.</summary>
    public int Codes(IReadOnlyList<string> items, int index) => tensors.Gather(Ranks(), tensors.Gather(tensors.Table(items.Select(item => (long)Number(item)), ElementType.I32), index));

    private int Number(string text) {
        int known = texts.IndexOf(text);
        if (known >= 0) {
            return known;
        }
        if (texts.Count == Most) {
            throw new GraphException($"a program names at most {Most} texts");
        }
        texts.Add(text);
        return texts.Count - 1;
    }

    private int Ranks() => tensors.Graph.Apply("input", [], new Attributes(
        ("name", new AttributeValue.Text(Input)), ("shape", new AttributeValue.Extents(Sequence.Of(new Dimension(Most)))), ("type", new AttributeValue.Type(ElementType.I32))));
}
