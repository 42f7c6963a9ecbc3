using System;
using System.Globalization;
using System.Text;

namespace Sinter.Compiler.Graph;

/// <summary>Reads the tokens that the text forms of graphs and plans share; errors name the line and what was expected and found.</summary>
internal sealed class TextReader(string text, string what) {
    private int position;

    public int Line {
        get {
            int line = 1;
            for (int i = 0; i < position && i < text.Length; i++) {
                line += text[i] == '\n' ? 1 : 0;
            }
            return line;
        }
    }

    public bool AtEnd {
        get {
            SkipSpace();
            return position >= text.Length;
        }
    }

    public GraphException Error(string expected) {
        SkipSpace();
        string found = position >= text.Length ? "the end of the text" : "'" + text.Substring(position, Math.Min(24, text.Length - position)).Split('\n')[0] + "'";
        return new GraphException($"{what}, line {Line}: expected {expected}, found {found}");
    }

    /// <summary>Takes the punctuation or word if it comes next.</summary>
    public bool Accept(string token) {
        SkipSpace();
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0) {
            return false;
        }
        int end = position + token.Length;
        if (IsWord(token[token.Length - 1]) && end < text.Length && IsWord(text[end])) {
            return false;
        }
        position = end;
        return true;
    }

    public void Expect(string token) {
        if (!Accept(token)) {
            throw Error($"'{token}'");
        }
    }

    public bool NextIs(string token) {
        int saved = position;
        bool found = Accept(token);
        position = saved;
        return found;
    }

    /// <summary>A name: letters, digits, underscores and dots.</summary>
    public string Name() {
        SkipSpace();
        int start = position;
        while (position < text.Length && (IsWord(text[position]) || (text[position] == '.' && position + 1 < text.Length && IsWord(text[position + 1])))) {
            position++;
        }
        return position > start ? text.Substring(start, position - start) : throw Error("a name");
    }

    public string Quoted() {
        Expect("\"");
        StringBuilder value = new();
        while (position < text.Length && text[position] != '"') {
            if (text[position] == '\\' && position + 1 < text.Length) {
                position++;
            }
            value.Append(text[position++]);
        }
        if (position >= text.Length) {
            throw Error("'\"'");
        }
        position++;
        return value.ToString();
    }

    public long Integer() {
        SkipSpace();
        int start = position;
        if (position < text.Length && text[position] == '-') {
            position++;
        }
        while (position < text.Length && char.IsDigit(text[position])) {
            position++;
        }
        if (!long.TryParse(text.Substring(start, position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) {
            position = start;
            throw Error("an integer");
        }
        return value;
    }

    /// <summary>The number if a real one comes next (with a point, an exponent, inf or nan), else null and nothing is taken.</summary>
    public double? Real() {
        SkipSpace();
        int end = position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '+' or '-')) {
            end++;
        }
        string word = text.Substring(position, end - position);
        double? value = word switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => null };
        bool looksReal = word.Length > 0 && (char.IsDigit(word[0]) || word[0] == '-') && word.IndexOfAny(['.', 'E', 'e']) >= 0;
        if (value is null && looksReal && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)) {
            value = word.StartsWith("-", StringComparison.Ordinal) && parsed == 0 ? -0.0 : parsed;
        }
        if (value is not null) {
            position = end;
        }
        return value;
    }

    /// <summary>An extent in its canonical form: <c>2*Time+Past-1</c>.</summary>
    public Dimension Dimension() {
        try {
            return Polynomial();
        } catch (OverflowException) {
            throw Error("an extent of 64 bits");
        }
    }

    private Dimension Polynomial() {
        Dimension sum = Graph.Dimension.Zero;
        bool first = true;
        while (true) {
            long sign = 1;
            if (Accept("-")) {
                sign = -1;
            } else if (!first && !Accept("+")) {
                return sum;
            }
            Dimension product = sign;
            do {
                SkipSpace();
                product *= position < text.Length && char.IsDigit(text[position]) ? Integer() : Graph.Dimension.Symbol(Name());
            } while (Accept("*"));
            sum += product;
            first = false;
        }
    }

    public Sequence<Dimension> Dimensions() {
        Expect("[");
        System.Collections.Generic.List<Dimension> extents = [];
        while (!Accept("]")) {
            if (extents.Count > 0) {
                Expect(",");
            }
            extents.Add(Dimension());
        }
        return extents.ToSequence();
    }

    public TensorType TensorType() {
        string name = Name();
        ElementType element = ElementTypes.Parse(name) ?? throw Error($"an element type instead of '{name}'");
        return new TensorType(element, Dimensions());
    }

    public Attributes Attributes() {
        if (!Accept("{")) {
            return Graph.Attributes.None;
        }
        System.Collections.Generic.List<(string, AttributeValue)> arguments = [];
        while (!Accept("}")) {
            if (arguments.Count > 0) {
                Expect(",");
            }
            string name = Name();
            if (arguments.Exists(argument => argument.Item1 == name)) {
                throw Error($"another argument than '{name}' again");
            }
            Expect("=");
            arguments.Add((name, AttributeValue()));
        }
        return new Attributes(arguments);
    }

    /// <summary>What follows the word <c>symbol</c>: name and bounds.</summary>
    public Symbol Symbol() {
        string name = Name();
        long minimum = Integer();
        Expect("..");
        return new Symbol(name, minimum, Integer());
    }

    /// <summary>What follows the word <c>weight</c>: name, type, and what it is tied to and rotated by.</summary>
    public Weight Weight() {
        string name = Quoted();
        Expect(":");
        TensorType type = TensorType();
        string? tied = Accept("tied") ? Quoted() : null;
        return new Weight(name, type, tied, Accept("rotary") ? (int)Integer() : 0);
    }

    /// <summary>What follows the word <c>state</c>: name and type.</summary>
    public State State() {
        string name = Quoted();
        Expect(":");
        return new State(name, TensorType());
    }

    private AttributeValue AttributeValue() {
        if (NextIs("\"")) {
            return new AttributeValue.Text(Quoted());
        }
        if (NextIs("[")) {
            return new AttributeValue.Extents(Dimensions());
        }
        if (Accept("true")) {
            return new AttributeValue.Flag(true);
        }
        if (Accept("false")) {
            return new AttributeValue.Flag(false);
        }
        if (Real() is { } real) {
            return new AttributeValue.Real(real);
        }
        int saved = position;
        SkipSpace();
        if (position < text.Length && char.IsLetter(text[position]) && ElementTypes.Parse(Name()) is { } type) {
            return new AttributeValue.Type(type);
        }
        position = saved;
        return new AttributeValue.Extent(Dimension());
    }

    private void SkipSpace() {
        while (position < text.Length && char.IsWhiteSpace(text[position])) {
            position++;
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
