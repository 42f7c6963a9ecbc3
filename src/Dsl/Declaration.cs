using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using Sinter.Blocks;

namespace Sinter;

/// <summary>The block that a model's attributes declare, for eager evaluation. The build reads the same attributes by the same rule.</summary>
[RequiresUnreferencedCode("Eager models read their declaration by reflection; compiled models do not use it.")]
public static class Declaration {
    /// <summary>
    /// The decoder that the attributes of <paramref name="model"/> declare: each argument that they give, in camel case,
    /// is the parameter of <see cref="Decoder"/>'s constructor of that name.
    /// </summary>
    /// <exception cref="ArgumentException">An attribute is missing or the hyper-parameters do not fit.</exception>
    public static Decoder Decoder(Type model) {
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (Type attribute in (Type[])[typeof(DecoderAttribute), typeof(AttentionAttribute), typeof(RotaryAttribute), typeof(FeedForwardAttribute), typeof(NormalizationAttribute)]) {
            CustomAttributeData? data = model.CustomAttributes.FirstOrDefault(candidate => candidate.AttributeType == attribute);
            if (data is null) {
                continue;
            }
            ParameterInfo[] parameters = data.Constructor.GetParameters();
            for (int i = 0; i < parameters.Length; i++) {
                given[parameters[i].Name!] = data.ConstructorArguments[i].Value;
            }
            foreach (CustomAttributeNamedArgument argument in data.NamedArguments) {
                given[argument.MemberName] = argument.TypedValue.Value;
            }
        }
        ConstructorInfo constructor = typeof(Decoder).GetConstructors().Single();
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => Argument(model, parameter, given))];
        try {
            return (Decoder)constructor.Invoke(arguments);
        } catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException inner) {
            throw new ArgumentException($"{model.Name}: {inner.Message}", inner);
        }
    }

    /// <summary>The decoder that the attributes of <paramref name="model"/> declare, with its weights from a file; see <see cref="Checkpoint.Load(object, string, Runtime.LoadOptions?)"/>.</summary>
    public static Decoder Load(Type model, string path, Runtime.LoadOptions? options = null) {
        Decoder decoder = Decoder(model);
        Checkpoint.Load(decoder, model, path, options);
        return decoder;
    }

    static object Argument(Type model, ParameterInfo parameter, Dictionary<string, object?> given) {
        Type type = parameter.ParameterType;
        if (given.TryGetValue(parameter.Name!, out object? value)) {
            return type.IsEnum ? Enum.ToObject(type, value!) : value!;
        }
        if (!parameter.HasDefaultValue) {
            throw new ArgumentException($"{model.Name}: the attributes say no {parameter.Name}");
        }
        return type.IsEnum ? Enum.ToObject(type, parameter.DefaultValue!) : parameter.DefaultValue!;
    }
}
