using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>An input: a tensor for each scalar of its elements.</summary>
internal sealed class InputLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) {
        (string Name, ITypeSymbol Type) known = program.Inputs.FirstOrDefault(input => input.Name == node.Operation);
        if (known.Name is null) {
            program.Inputs.Add((node.Operation, node.Type));
        } else if (!SymbolEqualityComparer.Default.Equals(known.Type, node.Type)) {
            throw program.Refuse(node, $"input \"{node.Operation}\" is used as {Literals.Type(known.Type)} and as {Literals.Type(node.Type)}");
        }
        int count = 0;
        return new Lowered(Read(node.Type), program.Tensors.True);

        Value Read(ITypeSymbol type) {
            if (Representation.NullableOf(type) is { } inner) {
                int hasValue = Tensor(ElementType.Bool);
                return new NullableElement(hasValue, Read(inner), inner);
            }
            if (type is INamedTypeSymbol { IsTupleType: true } tuple) {
                return new TupleInstance([.. tuple.TupleElements.Select(element => Read(element.Type))], [.. tuple.TupleElements.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : null)]);
            }
            if (Representation.IsFraction(type)) {
                int numerator = Tensor(ElementType.I64);
                return new FractionElement(numerator, Tensor(ElementType.I64));
            }
            return new Element(Tensor(Representation.Of(type) ?? throw program.Elements.NoType(type, node.Syntax)), type);
        }

        int Tensor(ElementType type) => program.Tensors.Graph.Apply("input", [], new Attributes(
            ("name", new AttributeValue.Text($"{node.Operation}.{count++}")), ("shape", new AttributeValue.Extents(Sequence.Of(Tensors.Time))), ("type", new AttributeValue.Type(type))));
    }
}

/// <summary>The positions.</summary>
internal sealed class IndicesLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) => new(new Element(program.Tensors.Indices, node.Type, 0, program.Longest - 1), program.Tensors.True);
}

/// <summary>Their number.</summary>
internal sealed class LengthLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) => new(new Element(program.Tensors.Length, node.Type, 1, program.Longest), program.Tensors.True);
}

/// <summary>One value, or none, at every position.</summary>
internal sealed class ConstantLowering : INodeLowering {
    public Lowered Lower(ProgramLowering program, ProgramNode node) => node.Value is { } value
        ? new Lowered(program.Known(value, node.Type, node.Syntax), program.Tensors.True)
        : new Lowered(program.Elements.ZeroOf(node.Type, node.Syntax), program.Tensors.False);
}
