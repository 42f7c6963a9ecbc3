using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace Sinter.Runtime.Naming;

/// <summary>Reads the text of a mapping, rule by rule.</summary>
internal sealed class MappingParser(string text) {
    private readonly List<MappingToken> tokens = MappingLexer.Read(text);
    private readonly List<MappingUse> uses = [];
    private readonly List<MappingRule> rules = [];
    private readonly List<MappingRename> renames = [];
    private readonly List<IgnoredTensor> ignored = [];
    private int at;

    private MappingToken Next => tokens[at];

    public MappingText Parse() {
        while (Next.Kind != MappingTokenKind.End) {
            if (Next.Kind == MappingTokenKind.NewLine) {
                at++;
                continue;
            }
            Rule();
            if (Next.Kind is not (MappingTokenKind.NewLine or MappingTokenKind.End)) {
                throw Expected("the end of the rule");
            }
        }
        return new(uses.ToImmutableArray(), rules.ToImmutableArray(), renames.ToImmutableArray(), ignored.ToImmutableArray());
    }

    private void Rule() {
        int line = Next.Line;
        // A path may be called as a keyword is: then an equals sign follows.
        bool isPath = tokens[at + 1] is { Kind: MappingTokenKind.Symbol, Text: "=" };
        if (!isPath && AcceptWord("use")) {
            uses.Add(new(Name("the name of a known mapping"), line));
        } else if (!isPath && AcceptWord("ignore")) {
            NamePattern name = Pattern();
            ignored.Add(new(name, AcceptWord("if") ? Number() : null, line));
        } else if (!isPath && AcceptWord("rename")) {
            NamePattern from = Pattern();
            Require("=");
            NamePattern to = Pattern();
            Bound(from, to.Placeholders, line);
            renames.Add(new(from, to, line));
        } else {
            NamePattern path = Pattern();
            Require("=");
            List<TensorSource> alternatives = [Source()];
            while (AcceptElse()) {
                alternatives.Add(Source());
            }
            if (alternatives.Take(alternatives.Count - 1).Any(source => source is TensorSource.Constant)) {
                throw new MappingException(line, "a number always fits, so nothing may stand behind it");
            }
            foreach (TensorSource source in alternatives) {
                Check(path, source, [], line);
            }
            rules.Add(new(path, alternatives.ToImmutableArray(), line));
        }
    }

    // In the parts of a join or stack, one number that the path does not have counts through the file's tensors.
    private static void Check(NamePattern path, TensorSource source, string[] counted, int line) {
        if (source is TensorSource.Named named) {
            Bound(path, named.Name.Placeholders.Except(counted), line);
            return;
        }
        foreach (TensorSource operand in source.Operands) {
            if (operand is TensorSource.Constant) {
                throw new MappingException(line, "a number stands for a whole weight, not for a part of one");
            }
            string[] free = source is TensorSource.Joined ? [.. operand.Placeholders.Except(path.Placeholders).Except(counted).Distinct()] : [];
            if (free.Length > 1 || (free.Length == 1 && !NamePattern.IsNumber(free[0]))) {
                throw new MappingException(line, $"'{operand.Show(ImmutableDictionary<string, string>.Empty)}' may count through one number such as {{e}} that '{path}' does not have, not {string.Join(" and ", free.Select(word => "{" + word + "}"))}");
            }
            Check(path, operand, [.. counted, .. free], line);
        }
    }

    private static void Bound(NamePattern path, IEnumerable<string> placeholders, int line) {
        if (placeholders.Except(path.Placeholders).FirstOrDefault() is { } unknown) {
            throw new MappingException(line, $"'{path}' says nothing of what {{{unknown}}} stands for");
        }
    }

    private TensorSource Source() {
        TensorSource source = Primary();
        while (Accept("[")) {
            List<Cut> cuts = [Cut()];
            while (Accept(",")) {
                cuts.Add(Cut());
            }
            Require("]");
            source = new TensorSource.Sliced(source, cuts.ToImmutableArray());
        }
        return source;
    }

    private TensorSource Primary() {
        if (IsNumber(out double value)) {
            at++;
            return new TensorSource.Constant(value);
        }
        bool isCall = Next.Kind == MappingTokenKind.Word && tokens[at + 1] is { Kind: MappingTokenKind.Symbol, Text: "(" };
        if (!isCall) {
            return new TensorSource.Named(Pattern());
        }
        MappingToken function = Next;
        at += 2;
        TensorSource result;
        switch (function.Text) {
            case "transpose":
                TensorSource turned = Source();
                int[] order = [.. Numbers().Select(number => (int)number)];
                if (!order.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, order.Length))) {
                    throw new MappingException(function.Line, "the axes of transpose are each of 0, 1, 2 ... once");
                }
                result = new TensorSource.Transposed(turned, order.ToImmutableArray());
                break;
            case "reshape":
                TensorSource reshaped = Source();
                long[] extents = [.. Numbers()];
                if (extents.Any(extent => extent < -1) || extents.Count(extent => extent == -1) > 1) {
                    throw new MappingException(function.Line, "the extents of reshape are not negative, but one that may be -1 for the rest");
                }
                result = new TensorSource.Reshaped(reshaped, extents.ToImmutableArray());
                break;
            case "join" or "stack":
                long axis = Integer();
                List<TensorSource> parts = [];
                while (Accept(",")) {
                    parts.Add(Source());
                }
                if (parts.Count == 0 || axis < 0) {
                    throw new MappingException(function.Line, $"{function.Text} takes an axis from 0 and at least one source: {function.Text}(0, a, b)");
                }
                result = new TensorSource.Joined((int)axis, parts.ToImmutableArray(), function.Text == "stack");
                break;
            case "interleaved":
                result = new TensorSource.Interleaved(Source(), Accept(",") ? (int)Integer() : 0);
                break;
            case "cast":
                result = new TensorSource.Cast(Source());
                break;
            default:
                throw new MappingException(function.Line, $"expected transpose, reshape, join, stack, interleaved or cast before a parenthesis, found '{function.Text}'");
        }
        Require(")");
        return result;
    }

    private Cut Cut() {
        if (Accept(":")) {
            return new(CutKind.Range, 0, IsInteger() ? Position() : -1);
        }
        long first = Position();
        if (Accept(":")) {
            return new(CutKind.Range, first, IsInteger() ? Position() : -1);
        }
        if (!AcceptWord("of")) {
            return new(CutKind.Position, first, first + 1);
        }
        long parts = Position();
        return first < parts ? new(CutKind.Part, first, parts) : throw new MappingException(Next.Line, $"part {first} of {parts} is none; parts count from 0");
    }

    private long Position() => Integer() is var position && position >= 0 ? position : throw new MappingException(Next.Line, $"positions count from 0, found {position}");

    private IEnumerable<long> Numbers() {
        while (Accept(",")) {
            yield return Integer();
        }
    }

    private bool IsInteger() => Next.Kind == MappingTokenKind.Word && long.TryParse(Next.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private long Integer() => IsInteger() ? long.Parse(tokens[at++].Text, CultureInfo.InvariantCulture) : throw Expected("an integer");

    private double Number() {
        if (!IsNumber(out double value)) {
            throw Expected("a number");
        }
        at++;
        return value;
    }

    // Words such as "nan" are names.
    private bool IsNumber(out double value) {
        value = 0;
        return Next.Kind == MappingTokenKind.Word && Next.Text[0] is (>= '0' and <= '9') or '-' or '.'
            && double.TryParse(Next.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private NamePattern Pattern() {
        int line = Next.Line;
        string name = Name("a name");
        try {
            return NamePattern.Parse(name);
        } catch (FormatException error) {
            throw new MappingException(line, error.Message);
        }
    }

    private string Name(string what) =>
        Next.Kind is MappingTokenKind.Word or MappingTokenKind.Quoted && Next.Text.Length > 0 ? tokens[at++].Text : throw Expected(what);

    private bool Accept(string symbol) {
        bool fits = Next.Kind == MappingTokenKind.Symbol && Next.Text == symbol;
        at += fits ? 1 : 0;
        return fits;
    }

    private bool AcceptWord(string word) {
        bool fits = Next.Kind == MappingTokenKind.Word && Next.Text == word;
        at += fits ? 1 : 0;
        return fits;
    }

    private bool AcceptElse() {
        int ahead = at;
        while (tokens[ahead].Kind == MappingTokenKind.NewLine) {
            ahead++;
        }
        if (tokens[ahead] is not { Kind: MappingTokenKind.Word, Text: "else" }) {
            return false;
        }
        at = ahead + 1;
        return true;
    }

    private void Require(string symbol) {
        if (!Accept(symbol)) {
            throw Expected($"'{symbol}'");
        }
    }

    private MappingException Expected(string what) => new(Next.Line, $"expected {what}, found {Next}");
}
