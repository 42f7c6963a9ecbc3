using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Compiler.Graph;
using Sinter.Generators.Emission;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators;

/// <summary>
/// The typed API as far as declarations alone tell it: where a model has an error, code that calls it is not to have errors of its own.
/// What an entry returns is then taken for f32, as most of what models return is.
/// </summary>
internal static class EntrySignatures {
    /// <summary>The typed API of a model; null where nothing can be added to the class.</summary>
    /// <param name="name">The model.</param>
    /// <param name="declaring">The class whose entries are the model's.</param>
    /// <param name="module">What has been evaluated.</param>
    public static ModelInterface? Of(ModelName name, INamedTypeSymbol? declaring, Module module) {
        if (declaring is null) {
            return null;
        }
        EntryInterface[] evaluated = [.. module.Entries.Select(ModelInterface.Of)];
        return new(
            name,
            ModelEvaluation.Entries(declaring).Select(entry => evaluated.FirstOrDefault(known => known.Name == entry.Name) ?? Declared(entry)).OfType<EntryInterface>()
                .GroupBy(entry => entry.Name).Select(entries => entries.First()).ToSequence(),
            module.Symbols);
    }

    private static EntryInterface? Declared(IMethodSymbol entry) {
        ITypeSymbol[] results = entry.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? [.. tuple.TupleElements.Select(element => element.Type)] : [entry.ReturnType];
        if (results.Any(type => type.Name != "Tensor") || entry.Parameters.Any(parameter => parameter.Type.Name != "Tensor")) {
            return null;
        }
        string[] names = entry.ReturnType is INamedTypeSymbol { IsTupleType: true } named
            ? [.. named.TupleElements.Select((element, i) => EntryEvaluation.ResultName(element, i))]
            : ["result"];
        return new(
            entry.Name,
            entry.Parameters.Select(Input).ToSequence(),
            names.Select(result => new TensorInterface(result, new TensorType(ElementType.F32))).ToSequence());
    }

    private static TensorInterface Input(IParameterSymbol parameter) {
        AttributeData? shape = parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "ShapeAttribute" } type && Language.IsOurs(type));
        IEnumerable<TypedConstant> extents = shape?.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } list] ? list.Values : [];
        return new(parameter.Name, new TensorType(
            shape is null ? ElementType.F32 : EntryEvaluation.TypeOf(shape),
            extents.Select(extent => extent.Value switch {
                int number => new Dimension(number),
                string text => ExtentText.Parse(text) ?? Dimension.Symbol("Unknown"),
                _ => Dimension.Symbol("Unknown"),
            }).ToSequence()));
    }
}
