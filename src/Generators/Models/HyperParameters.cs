using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generators.Evaluation;
using Sinter.Generators.Evaluation.Library;
using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators;

/// <summary>The attributes of a model that declare a block, as arguments of the block's constructor.</summary>
internal sealed class HyperParameters {
    // An attribute's property is, in camel case, the constructor's parameter; what each attribute may say is in its own
    // declaration. These say nothing about a block.
    private static readonly string[] Others = ["ModelAttribute", "CheckpointAttribute", "SymbolAttribute", "BlockAttribute"];

    private readonly Dictionary<string, (TypedConstant Value, SourceSpan Span)> given = new(StringComparer.OrdinalIgnoreCase);
    private readonly INamedTypeSymbol model;

    public HyperParameters(INamedTypeSymbol model) {
        this.model = model;
        foreach (AttributeData attribute in Declaring(model)) {
            AttributeSyntax syntax = (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax();
            for (int i = 0; i < attribute.ConstructorArguments.Length; i++) {
                given[attribute.AttributeConstructor!.Parameters[i].Name] = (attribute.ConstructorArguments[i], SourceSpan.Of(syntax.ArgumentList!.Arguments[i]));
            }
            foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments) {
                AttributeArgumentSyntax place = syntax.ArgumentList!.Arguments.First(candidate => candidate.NameEquals?.Name.Identifier.ValueText == argument.Key);
                given[argument.Key] = (argument.Value, SourceSpan.Of(place));
            }
        }
    }

    /// <summary>The attributes that say what the model is made of.</summary>
    public static IEnumerable<AttributeData> Declaring(INamedTypeSymbol model) => model.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } type && Language.IsOurs(type) && !Others.Contains(type.Name) && attribute.ApplicationSyntaxReference is not null);

    public static AttributeData? Decoder(INamedTypeSymbol model) => Declaring(model).FirstOrDefault(attribute => attribute.AttributeClass!.Name == "DecoderAttribute");

    /// <summary>Where a hyper-parameter is given, or null.</summary>
    public SourceSpan? SpanOf(string parameter) => given.TryGetValue(parameter, out (TypedConstant, SourceSpan Span) place) ? place.Span : null;

    /// <summary>An integer hyper-parameter, 0 when it is not given.</summary>
    public int Integer(string name) => given.TryGetValue(name, out (TypedConstant Value, SourceSpan) found) && found.Value.Value is int number ? number : 0;

    /// <summary>Everything that is wrong with the numbers themselves.</summary>
    public IEnumerable<Problem> Check(IMethodSymbol constructor, SourceSpan declaration) {
        List<Problem> problems = [];
        List<string> missing = [];
        foreach (IParameterSymbol parameter in constructor.Parameters) {
            string name = Pascal(parameter.Name);
            if (!given.TryGetValue(parameter.Name, out (TypedConstant Value, SourceSpan Span) found)) {
                if (!parameter.HasExplicitDefaultValue) {
                    missing.Add(name);
                }
                continue;
            }
            bool isOptional = parameter.HasExplicitDefaultValue;
            bool isWrong = found.Value.Value switch {
                int number => number < (isOptional ? 0 : 1),
                float number => !(number >= 0) || float.IsInfinity(number),
                _ => false,
            };
            if (isWrong) {
                problems.Add(new(Descriptors.HyperParameterNotPositive, found.Span, name, Numbers.Print(found.Value.Value!), isOptional ? "0 or more" : "at least 1"));
            }
        }
        if (missing.Count > 0) {
            problems.Add(new(Descriptors.HyperParameterMissing, declaration, model.Name, string.Join(", ", missing), string.Join(", ", missing.Select(Example).Distinct())));
        }
        if (problems.Count > 0) {
            return problems;
        }
        (int width, int heads, int keyValueHeads) = (Integer("Width"), Integer("Heads"), Integer("KeyValueHeads"));
        if (heads > 0 && Integer("HeadWidth") == 0 && width % heads != 0) {
            problems.Add(new(Descriptors.WidthNotDivisible, SpanOf("Heads")!, Print(width), Print(heads)));
        } else if (heads > 0 && keyValueHeads > 0 && heads % keyValueHeads != 0) {
            problems.Add(new(Descriptors.KeyValueHeadsDoNotDivide, SpanOf("KeyValueHeads")!, Print(keyValueHeads), Print(heads)));
        }
        return problems;
    }

    /// <summary>The constructor's arguments.</summary>
    public Place[] Arguments(IMethodSymbol constructor) => [.. constructor.Parameters.Select(parameter => (Place)new Variable(Argument(parameter)))];

    private Constant Argument(IParameterSymbol parameter) {
        object? content = given.TryGetValue(parameter.Name, out (TypedConstant Value, SourceSpan) found) ? found.Value.Value : parameter.ExplicitDefaultValue;
        INamedTypeSymbol? enumeration = parameter.Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named ? named : null;
        return new Constant(content, enumeration, content is int ? parameter.Name : null);
    }

    private static string Example(string name) => name switch {
        "Heads" => "[Attention(Heads = ...)]",
        "Hidden" => "[FeedForward(Hidden = ...)]",
        _ => $"{name} = ... to [Decoder]",
    };

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
