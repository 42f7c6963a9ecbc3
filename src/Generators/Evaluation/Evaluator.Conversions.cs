using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;
using Sinter.Generators.Rasp;

namespace Sinter.Generators.Evaluation;

/// <summary>Conversions and tests of types.</summary>
internal sealed partial class Evaluator {
    private Value Convert(IConversionOperation conversion) {
        Value value = Evaluate(conversion.Operand);
        ITypeSymbol type = Resolve(conversion.Type!);
        Conversion kind = conversion.GetConversion();
        if (type.TypeKind == TypeKind.Dynamic) {
            throw Unsupported(conversion);
        }
        if (conversion.OperatorMethod is { } word && ProgramLanguage.Convert(this, word, type, value, conversion.Syntax) is { } made) {
            return made;
        }
        if (Concerns(value) && !kind.IsIdentity && (conversion.OperatorMethod is null || ProgramLanguage.IsOurs(conversion.OperatorMethod.ContainingType))) {
            return kind.IsTupleLiteralConversion || kind.IsTupleConversion ? value : AtRun!.Convert(value, type, conversion.IsChecked, conversion.Syntax);
        }
        if (conversion.OperatorMethod is { } method && !(kind.IsNullable && value.IsNull)) {
            return LibraryCalls.Convert(this, method, value, conversion.Syntax)
                ?? Call(OfType(method, conversion.ConstrainedToType), null, [new Variable(value)], conversion.Syntax);
        }
        if (kind.IsIdentity || value is Unknown) {
            return value;
        }
        if (kind.IsNumeric || kind.IsEnumeration || kind.IsNullable || kind.IsConstantExpression) {
            return value.IsNull ? value : ConvertNumber(value, type, conversion.IsChecked, conversion.Syntax);
        }
        if (value.IsNull) {
            return value;
        }
        // Boxing and references keep the value; what a cast promises is checked.
        if (kind.IsReference && !kind.IsImplicit || kind.IsUnboxing) {
            if (!Is(value, type)) {
                return conversion.IsTryCast ? Constant.Null : throw WouldThrow(conversion.Syntax, $"{value.Describe()} is no {type.Name}", "System.InvalidCastException");
            }
        }
        return value;
    }

    private Value ConvertNumber(Value value, ITypeSymbol type, bool isChecked, SyntaxNode syntax) {
        type = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        INamedTypeSymbol? enumeration = type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named ? named : null;
        SpecialType target = enumeration?.EnumUnderlyingType?.SpecialType ?? type.SpecialType;
        switch (value) {
            case Unknown:
                return value;
            case var element when Concerns(element):
                return AtRun!.Convert(element, type, isChecked, syntax);
            case SymbolicInteger when target is SpecialType.System_Int32 or SpecialType.System_Int64:
                return value;
            case SymbolicInteger when target is SpecialType.System_Single or SpecialType.System_Double:
                return RealOf(value, syntax);
            case SymbolicReal when target is SpecialType.System_Single or SpecialType.System_Double:
                return value;
            case SymbolicInteger or SymbolicReal:
                throw NeedsValue(syntax, value, $"the conversion to {type.Name}");
            case Constant { Content: { } content } constant when Numbers.IsNumber(content) && target is >= SpecialType.System_Char and <= SpecialType.System_Double:
                try {
                    object converted = Numbers.Convert(content, target, isChecked);
                    return new Constant(converted, enumeration, converted is int ? constant.Label : null);
                } catch (OverflowException) {
                    throw WouldThrow(syntax, $"{Text.Of(constant)} does not fit {type.Name}", "System.OverflowException");
                }
            default:
                return value;
        }
    }

    private Value TestType(IIsTypeOperation test) {
        Value value = Evaluate(test.ValueOperand);
        return Constant.Of(Is(value, Resolve(test.TypeOperand)) != test.IsNegated);
    }

    /// <summary>C#'s <c>is</c>.</summary>
    public bool Is(Value value, ITypeSymbol type) {
        type = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        if (value.IsNull) {
            return false;
        }
        if (type.SpecialType == SpecialType.System_Object) {
            return true;
        }
        return value switch {
            Constant { Enumeration: { } enumeration } => SymbolEqualityComparer.Default.Equals(enumeration, type),
            Constant { Content: { } content } => type.SpecialType == Special(content)
                || (type.TypeKind is TypeKind.Interface or TypeKind.Class && Special(content) is not SpecialType.None and var special && Inherits(Compilation.GetSpecialType(special), type)),
            SymbolicInteger => type.SpecialType == SpecialType.System_Int32,
            SymbolicReal => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double,
            Instance instance => Inherits(instance.Type, type),
            TensorValue => type.Name == "Tensor",
            WeightValue => type.Name == "Weight",
            CacheValue => type.Name == "Cache",
            StateValue => type.Name == "State",
            ShapeValue => type.Name == "Shape",
            AxisValue => type.Name == "Axis",
            IndexValue => type.Name == "Index",
            RangeValue => type.Name == "Range",
            TypeValue => type.Name == "Type",
            ArrayInstance array => Inherits(Compilation.CreateArrayTypeSymbol(array.ElementType, array.Lengths.Length), type),
            ListInstance list => Inherits(list.Type, type),
            DictionaryInstance dictionary => Inherits(dictionary.Type, type),
            SetInstance set => Inherits(set.Type, type),
            SequenceInstance sequence => Inherits(sequence.Type, type),
            TupleInstance tuple => type is INamedTypeSymbol { IsTupleType: true } wanted && wanted.TupleElements.Length == tuple.Items.Length
                && wanted.TupleElements.Zip(tuple.Items, (element, item) => item.IsNull || item is Unknown || Is(item, element.Type)).All(fits => fits),
            Function => type.TypeKind == TypeKind.Delegate || type.Name == "Delegate",
            _ => false,
        };
    }

    private bool Inherits(ITypeSymbol type, ITypeSymbol target) {
        Conversion conversion = Compilation.ClassifyConversion(type, target);
        return conversion.IsIdentity || (conversion.IsImplicit && (conversion.IsReference || conversion.IsBoxing));
    }

    public static SpecialType Special(object content) => content switch {
        int => SpecialType.System_Int32,
        long => SpecialType.System_Int64,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        bool => SpecialType.System_Boolean,
        string => SpecialType.System_String,
        char => SpecialType.System_Char,
        uint => SpecialType.System_UInt32,
        ulong => SpecialType.System_UInt64,
        byte => SpecialType.System_Byte,
        sbyte => SpecialType.System_SByte,
        short => SpecialType.System_Int16,
        ushort => SpecialType.System_UInt16,
        decimal => SpecialType.System_Decimal,
        _ => SpecialType.None,
    };

    private Value TestPattern(IIsPatternOperation test) {
        Value value = Evaluate(test.Value);
        return Concerns(value) ? AtRun!.Truth(AtRun.Matches(test.Pattern, value)) : Constant.Of(Matches(test.Pattern, value));
    }

    private bool Matches(IPatternOperation pattern, Value value) {
        if (Concerns(value)) {
            return AtRun!.Decide(AtRun.Truth(AtRun.Matches(pattern, value)), pattern.Syntax);
        }
        if (value is Unknown && pattern is not (IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true })) {
            throw Fail(Descriptors.BranchNotKnown, pattern.Syntax, value.Describe(), Within(pattern.Syntax));
        }
        switch (pattern) {
            case IDiscardPatternOperation:
                return true;
            case IConstantPatternOperation constant:
                return AreEqual(value, Evaluate(constant.Value), pattern.Syntax);
            case IDeclarationPatternOperation declaration: {
                bool matches = declaration.MatchesNull || (declaration.MatchedType is { } type && Is(value, Resolve(type)));
                if (matches && declaration.DeclaredSymbol is { } symbol) {
                    frame.Declare(symbol, new Variable(Named(value.Copy(), symbol.Name)));
                }
                return matches;
            }
            case ITypePatternOperation type:
                return Is(value, Resolve(type.MatchedType));
            case INegatedPatternOperation negated:
                return !Matches(negated.Pattern, value);
            case IBinaryPatternOperation binary:
                return binary.OperatorKind == BinaryOperatorKind.And
                    ? Matches(binary.LeftPattern, value) && Matches(binary.RightPattern, value)
                    : Matches(binary.LeftPattern, value) || Matches(binary.RightPattern, value);
            case IRelationalPatternOperation relational:
                return !value.IsNull && BuiltIn(relational.OperatorKind, value, Evaluate(relational.Value), relational.InputType, relational.Value.Type!, false, relational) is Constant { Content: true };
            case IRecursivePatternOperation recursive:
                return Matches(recursive, value);
            case IListPatternOperation list:
                return Matches(list, value);
            default:
                throw Unsupported(pattern);
        }
    }

    private bool Matches(IRecursivePatternOperation pattern, Value value) {
        if (value.IsNull || (pattern.MatchedType is { } type && !SymbolEqualityComparer.Default.Equals(type, pattern.InputType) && !Is(value, Resolve(type)))) {
            return false;
        }
        // Of an object, only a tuple of as many items can be taken apart.
        if (pattern.DeconstructionSubpatterns.Length > 0 && (pattern.MatchedType.SpecialType == SpecialType.System_Object || pattern.MatchedType.Name == "ITuple")
            && !(value is TupleInstance { Items.Length: var count } && count == pattern.DeconstructionSubpatterns.Length)) {
            return false;
        }
        if (pattern.DeconstructionSubpatterns.Length > 0) {
            Value[] parts = Parts(value, pattern.DeconstructionSubpatterns.Length, pattern.Syntax);
            for (int i = 0; i < parts.Length; i++) {
                if (!Matches(pattern.DeconstructionSubpatterns[i], parts[i])) {
                    return false;
                }
            }
        }
        foreach (IPropertySubpatternOperation property in pattern.PropertySubpatterns) {
            frame.Receivers.Push(value);
            Value member = Evaluate(property.Member);
            frame.Receivers.Pop();
            if (!Matches(property.Pattern, member)) {
                return false;
            }
        }
        if (pattern.DeclaredSymbol is { } symbol) {
            frame.Declare(symbol, new Variable(value.Copy()));
        }
        return true;
    }

    private bool Matches(IListPatternOperation pattern, Value value) {
        if (value.IsNull) {
            return false;
        }
        Value[] items = [.. Elements(value, pattern.Syntax)];
        int slice = pattern.Patterns.Select((part, i) => part is ISlicePatternOperation ? i : -1).DefaultIfEmpty(-1).Max();
        int fixedCount = pattern.Patterns.Length - (slice >= 0 ? 1 : 0);
        if (slice < 0 ? items.Length != fixedCount : items.Length < fixedCount) {
            return false;
        }
        int skipped = items.Length - fixedCount;
        for (int i = 0; i < pattern.Patterns.Length; i++) {
            if (i == slice) {
                if (((ISlicePatternOperation)pattern.Patterns[i]).Pattern is { } inner
                    && !Matches(inner, PartOf(value, pattern.InputType, items, i, skipped))) {
                    return false;
                }
            } else if (!Matches(pattern.Patterns[i], items[slice >= 0 && i > slice ? i + skipped - 1 : i])) {
                return false;
            }
        }
        if (pattern.DeclaredSymbol is { } symbol) {
            frame.Declare(symbol, new Variable(value));
        }
        return true;
    }

    // What a slice in a pattern is: of the same kind as the whole.
    private static Value PartOf(Value whole, ITypeSymbol type, Value[] items, int start, int length) => whole switch {
        Constant { Content: string text } => Constant.Of(text.Substring(start, length)),
        ListInstance list => new ListInstance(list.Type, [.. items.Skip(start).Take(length)]),
        _ => new ArrayInstance((type as IArrayTypeSymbol)?.ElementType ?? type, [.. items.Skip(start).Take(length)]),
    };
}
