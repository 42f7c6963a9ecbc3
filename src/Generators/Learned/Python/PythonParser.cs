using System.Collections.Generic;

namespace Sinter.Generators.Learned.Python;

/// <summary>
/// Reads the subset of Python that exports use: imports, classes of constants, functions, <c>if</c>, <c>for</c>, assignments and
/// expressions. It is read only; nothing is executed.
/// </summary>
internal sealed class PythonParser {
    private const int DeepestNesting = 64;

    private readonly string file;
    private readonly List<PythonToken> tokens;
    private int position;
    private int depth;

    private PythonParser(string file, string text) => (this.file, tokens) = (file, PythonLexer.Read(file, text));

    /// <summary>The statements of a file, as a block.</summary>
    public static PythonNode Read(string file, string text) {
        PythonParser parser = new(file, text);
        List<PythonNode> statements = [];
        while (parser.Here.Kind != PythonTokenKind.EndOfFile) {
            statements.Add(parser.Statement());
        }
        return new PythonNode("block", "", 1, 1, statements);
    }

    private PythonToken Here => tokens[position];

    private PythonToken Take() => tokens[position++];

    private bool TryTake(string symbolOrWord) {
        if (Here.Is(symbolOrWord)) {
            position++;
            return true;
        }
        return false;
    }

    private PythonToken Expect(string symbolOrWord) => Here.Is(symbolOrWord) ? Take() : throw Error($"expected '{symbolOrWord}', found {Here.Describe()}");

    private PythonToken Expect(PythonTokenKind kind, string what) => Here.Kind == kind ? Take() : throw Error($"expected {what}, found {Here.Describe()}");

    private PythonToken ExpectName() => Expect(PythonTokenKind.Name, "a name");

    private void ExpectEndOfLine() => Expect(PythonTokenKind.EndOfLine, "the end of the line");

    private ImportException Error(string message) => new(file, Here.Line, Here.Column, message);

    private PythonNode Statement() {
        PythonToken start = Here;
        switch (start.Kind == PythonTokenKind.Name ? start.Text : "") {
            case "import" or "from":
                return Import();
            case "def":
                Take();
                PythonToken name = ExpectName();
                PythonNode parameters = Node("parameters", "", start, Parameters());
                return Node("function", name.Text, start, parameters, Block());
            case "class":
                Take();
                PythonToken type = ExpectName();
                Expect("(");
                PythonNode parent = Expression();
                Expect(")");
                return Node("class", type.Text, start, parent, Block());
            case "if" or "elif":
                Take();
                PythonNode condition = Expression();
                PythonNode then = Block();
                if (Here.Is("elif")) {
                    return Node("if", "", start, condition, then, Node("block", "", Here, Statement()));
                }
                return TryTake("else") ? Node("if", "", start, condition, then, Block()) : Node("if", "", start, condition, then);
            case "for":
                Take();
                PythonNode target = Targets();
                Expect("in");
                PythonNode items = Expression();
                return Node("for", "", start, target, items, Block());
            case "return":
                Take();
                PythonNode result = ExpressionOrTuple();
                ExpectEndOfLine();
                return Node("return", "", start, result);
            case "pass":
                Take();
                ExpectEndOfLine();
                return Node("pass", "", start);
        }
        PythonNode left = ExpressionOrTuple();
        if (TryTake("=")) {
            PythonNode value = ExpressionOrTuple();
            ExpectEndOfLine();
            return Node("assignment", "", start, left, value);
        }
        ExpectEndOfLine();
        return Node("expression", "", start, left);
    }

    // import a.b as c; from a.b import c, d
    private PythonNode Import() {
        PythonToken start = Take();
        PythonNode module = DottedName();
        List<PythonNode> parts = [module];
        if (start.Text == "import") {
            if (TryTake("as")) {
                parts.Add(Name(ExpectName()));
            }
        } else {
            Expect("import");
            bool isBracketed = TryTake("(");
            do {
                parts.Add(Name(ExpectName()));
            } while (TryTake(",") && !Here.Is(")"));
            if (isBracketed) {
                Expect(")");
            }
        }
        ExpectEndOfLine();
        return Node(start.Text, "", start, parts.ToArray());
    }

    private PythonNode DottedName() {
        PythonToken start = ExpectName();
        string name = start.Text;
        while (TryTake(".")) {
            name += "." + ExpectName().Text;
        }
        return Node("name", name, start);
    }

    private PythonNode[] Parameters() {
        List<PythonNode> parameters = [];
        Expect("(");
        while (!Here.Is(")")) {
            PythonToken name = ExpectName();
            parameters.Add(TryTake("=") ? Node("parameter", name.Text, name, Expression()) : Node("parameter", name.Text, name));
            if (!TryTake(",")) {
                break;
            }
        }
        Expect(")");
        return [.. parameters];
    }

    private PythonNode Block() {
        PythonToken start = Expect(":");
        List<PythonNode> statements = [];
        if (Here.Kind != PythonTokenKind.EndOfLine) {
            statements.Add(Statement());
        } else {
            Take();
            Expect(PythonTokenKind.Indent, "an indented block");
            while (Here.Kind is not (PythonTokenKind.Dedent or PythonTokenKind.EndOfFile)) {
                statements.Add(Statement());
            }
            Take();
        }
        return Node("block", "", start, statements.ToArray());
    }

    private PythonNode Targets() {
        PythonToken start = Here;
        List<PythonNode> names = [Name(ExpectName())];
        while (TryTake(",")) {
            names.Add(Name(ExpectName()));
        }
        return names.Count == 1 ? names[0] : Node("tuple", "", start, names.ToArray());
    }

    private PythonNode ExpressionOrTuple() {
        PythonToken start = Here;
        PythonNode first = Expression();
        if (!Here.Is(",")) {
            return first;
        }
        List<PythonNode> items = [first];
        while (TryTake(",") && Here.Kind != PythonTokenKind.EndOfLine && !Here.Is("=")) {
            items.Add(Expression());
        }
        return Node("tuple", "", start, items.ToArray());
    }

    private PythonNode Expression() {
        if (++depth > DeepestNesting) {
            throw Error($"expected expressions of at most {DeepestNesting} levels");
        }
        PythonToken start = Here;
        PythonNode result;
        if (TryTake("lambda")) {
            List<PythonNode> parts = [];
            do {
                parts.Add(Name(ExpectName()));
            } while (TryTake(","));
            Expect(":");
            parts.Add(Expression());
            result = Node("lambda", "", start, parts.ToArray());
        } else {
            result = Comparison();
            if (TryTake("if")) {
                PythonNode condition = Comparison();
                Expect("else");
                result = Node("conditional", "", start, condition, result, Expression());
            }
        }
        depth--;
        return result;
    }

    private PythonNode Comparison() {
        PythonToken start = Here;
        if (TryTake("not")) {
            return Node("unary", "not", start, Comparison());
        }
        PythonNode left = Sum();
        if (Here.Is("in") || Here.Is("==") || Here.Is("!=") || Here.Is("<") || Here.Is("<=") || Here.Is(">") || Here.Is(">=")) {
            PythonToken operation = Take();
            left = Node("comparison", operation.Text, operation, left, Sum());
        }
        return left;
    }

    private PythonNode Sum() {
        PythonNode left = Prefix();
        while (Here.Is("+") || Here.Is("-") || Here.Is("*") || Here.Is("/")) {
            PythonToken operation = Take();
            left = Node("binary", operation.Text, operation, left, Prefix());
        }
        return left;
    }

    private PythonNode Prefix() => Here.Is("-") && Take() is var sign ? Node("unary", "-", sign, Postfix()) : Postfix();

    private PythonNode Postfix() {
        PythonNode value = Atom();
        while (true) {
            PythonToken start = Here;
            if (TryTake(".")) {
                value = Node("attribute", ExpectName().Text, start, value);
            } else if (TryTake("(")) {
                value = Node("call", "", start, Arguments(value));
            } else if (TryTake("[")) {
                value = Node("index", "", start, value, Subscript());
                Expect("]");
            } else {
                return value;
            }
        }
    }

    private PythonNode[] Arguments(PythonNode function) {
        List<PythonNode> parts = [function];
        while (!Here.Is(")")) {
            PythonToken start = Here;
            if (start.Kind == PythonTokenKind.Name && tokens[position + 1].Is("=")) {
                Take();
                Take();
                parts.Add(Node("keyword", start.Text, start, Expression()));
            } else {
                PythonNode argument = Expression();
                parts.Add(Here.Is("for") ? Node("generator", "", start, Comprehension(argument)) : argument);
            }
            if (!TryTake(",")) {
                break;
            }
        }
        Expect(")");
        return [.. parts];
    }

    private PythonNode Subscript() {
        PythonToken start = Here;
        PythonNode? low = Here.Is(":") ? null : ExpressionOrTuple();
        if (!Here.Is(":")) {
            return low!;
        }
        Take();
        PythonNode missing = Node("nothing", "", start);
        return Node("slice", "", start, low ?? missing, Here.Is("]") ? missing : Expression());
    }

    // The parts of a comprehension: the element, what runs over what, and the conditions.
    private PythonNode[] Comprehension(PythonNode element) {
        List<PythonNode> parts = [element];
        Expect("for");
        parts.Add(Targets());
        Expect("in");
        parts.Add(Comparison());
        while (TryTake("if")) {
            parts.Add(Comparison());
        }
        return [.. parts];
    }

    private PythonNode Atom() {
        PythonToken start = Take();
        switch (start.Kind) {
            case PythonTokenKind.Name:
                return Name(start);
            case PythonTokenKind.Integer:
                return Node("integer", start.Text, start);
            case PythonTokenKind.Text:
                return Node("text", start.Text, start);
            case PythonTokenKind.FormattedText:
                return Node("formatted", start.Text, start);
        }
        if (start.Is("(")) {
            List<PythonNode> items = Items(")", out bool hasComma);
            return items.Count == 1 && !hasComma ? items[0] : Node("tuple", "", start, items.ToArray());
        }
        if (start.Is("[")) {
            List<PythonNode> items = Items("]", out _, start);
            return items is [{ Kind: "generator" } only] ? Node("list", "for", start, [.. only.Parts]) : Node("list", "", start, items.ToArray());
        }
        if (start.Is("{")) {
            List<PythonNode> items = Items("}", out _);
            return Node(items.Count == 0 || items[0].Kind == "entry" ? "dictionary" : "set", "", start, items.ToArray());
        }
        position--;
        throw Error($"expected an expression, found {start.Describe()}");
    }

    private List<PythonNode> Items(string close, out bool hasComma, PythonToken? list = null) {
        List<PythonNode> items = [];
        hasComma = false;
        while (!Here.Is(close)) {
            PythonToken start = Here;
            PythonNode item = Expression();
            if (close == "}" && Here.Is(":")) {
                Take();
                item = Node("entry", "", start, item, Expression());
            }
            if (list is { } open && Here.Is("for")) {
                items.Add(Node("generator", "", open, Comprehension(item)));
                break;
            }
            items.Add(item);
            if (!TryTake(",")) {
                break;
            }
            hasComma = true;
        }
        Expect(close);
        return items;
    }

    private static PythonNode Name(PythonToken token) => Node("name", token.Text, token);

    private static PythonNode Node(string kind, string text, PythonToken at, params PythonNode[] parts) => new(kind, text, at.Line, at.Column, parts);
}
