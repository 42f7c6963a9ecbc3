using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Evaluation;

/// <summary>Choices, null checks and text.</summary>
internal sealed partial class Evaluator {
    private Value Choose(IConditionalOperation choice) {
        Value condition = Evaluate(choice.Condition);
        return Concerns(condition)
            ? AtRun!.Choose(condition, () => Evaluate(choice.WhenTrue), () => Evaluate(choice.WhenFalse!), choice.Type is null ? null : Resolve(choice.Type), choice.Syntax)
            : Evaluate(Decide(choice.Condition, condition, Descriptors.BranchNotKnown) ? choice.WhenTrue : choice.WhenFalse!);
    }

    private Value Coalesce(ICoalesceOperation choice) {
        Value value = Evaluate(choice.Value);
        if (value is Rasp.NullableElement open && Concerns(value)) {
            return AtRun!.Coalesce(open, () => Evaluate(choice.WhenNull), choice.Type is null ? null : Resolve(choice.Type), choice.Syntax);
        }
        return value.IsNull ? Evaluate(choice.WhenNull) : value;
    }

    private Value AccessUnlessNull(IConditionalAccessOperation access) {
        Value receiver = Evaluate(access.Operation);
        if (receiver.IsNull) {
            return receiver;
        }
        frame.Receivers.Push(receiver);
        Value value = Evaluate(access.WhenNotNull);
        frame.Receivers.Pop();
        return value;
    }

    private Value Switch(ISwitchExpressionOperation choice) {
        Value value = Evaluate(choice.Value);
        if (Concerns(value)) {
            return AtRun!.Switch(choice, value);
        }
        foreach (ISwitchExpressionArmOperation arm in choice.Arms) {
            if (Matches(arm.Pattern, value) && (arm.Guard is null || IsTrue(arm.Guard, Descriptors.BranchNotKnown))) {
                return Evaluate(arm.Value);
            }
        }
        throw WouldThrow(choice.Syntax, $"no arm of this switch matches {value.Describe()}", "System.Runtime.CompilerServices.SwitchExpressionException");
    }

    private Value Interpolate(IInterpolatedStringOperation interpolated) {
        StringBuilder text = new();
        foreach (IInterpolatedStringContentOperation part in interpolated.Parts) {
            switch (part) {
                case IInterpolatedStringTextOperation literal:
                    text.Append(((Constant)Evaluate(literal.Text)).Content);
                    break;
                case IInterpolationOperation hole: {
                    Value value = Evaluate(hole.Expression);
                    string? format = hole.FormatString is null ? null : (string?)((Constant)Evaluate(hole.FormatString)).Content;
                    string shown = format is not null && value is Constant { Content: { } content, Enumeration: null } ? Numbers.Print(content, format) : TextOf(value, hole.Syntax);
                    int width = hole.Alignment is null ? 0 : (int)((Constant)Evaluate(hole.Alignment)).Content!;
                    text.Append(width > 0 ? shown.PadLeft(width) : shown.PadRight(-width));
                    break;
                }
                default:
                    throw Unsupported(part);
            }
        }
        return Constant.Of(text.ToString());
    }

    /// <summary>The text of a value as C# would print it in the invariant culture.</summary>
    public string TextOf(Value value, SyntaxNode syntax) {
        if (Concerns(value)) {
            return raising > 0 ? "the element" : throw AtRun!.Refuse(syntax, "A function that builds text");
        }
        if (value is Instance instance && Source(instance, "ToString") is { } method) {
            return Run(method, instance, [], syntax) is Constant { Content: string text } ? text : "";
        }
        if (value is Instance { Type.IsRecord: true } record) {
            string members = string.Join(", ", Printed(record, record.Type, syntax));
            return members.Length == 0 ? $"{record.Type.Name} {{ }}" : $"{record.Type.Name} {{ {members} }}";
        }
        return value switch {
            TextInstance text => text.Content.ToString(),
            TupleInstance tuple => $"({string.Join(", ", tuple.Items.Select(item => TextOf(item, syntax)))})",
            _ => Text.Of(value),
        };
    }

    // All that is public and no override, those of base records first.
    private IEnumerable<string> Printed(Instance record, INamedTypeSymbol type, SyntaxNode syntax) {
        if (type.BaseType is { IsRecord: true } parent) {
            foreach (string member in Printed(record, parent, syntax)) {
                yield return member;
            }
        }
        foreach (ISymbol member in type.GetMembers().Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsOverride: false })) {
            Value? value = member switch {
                IFieldSymbol field => FieldOf(record, field).Get(),
                IPropertySymbol { Parameters.Length: 0, GetMethod: { } getter } property => Bodies.BackingField(property) is { } field && Bodies.IsAutomatic(getter)
                    ? FieldOf(record, field).Get()
                    : Run(getter, record, [], syntax),
                _ => null,
            };
            if (value is not null) {
                yield return $"{member.Name} = {TextOf(value, syntax)}";
            }
        }
    }

    private IMethodSymbol? Source(Instance instance, string name) {
        for (INamedTypeSymbol? type = instance.Type; type is not null; type = type.BaseType) {
            IMethodSymbol? method = type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(candidate => candidate.Parameters.Length == 0 && Bodies.Of(candidate) is not null);
            if (method is not null) {
                return method;
            }
        }
        return null;
    }

    private Value MakeRange(IRangeOperation range) =>
        new RangeValue(
            range.LeftOperand is null ? new IndexValue(0, false) : IndexOf(Evaluate(range.LeftOperand), range.Syntax),
            range.RightOperand is null ? new IndexValue(0, true) : IndexOf(Evaluate(range.RightOperand), range.Syntax));

    private IndexValue IndexOf(Value value, SyntaxNode syntax) => value switch {
        IndexValue index => index,
        Constant { Content: int offset } => new IndexValue(offset, false),
        _ => throw NeedsValue(syntax, value, "an index"),
    };
}
