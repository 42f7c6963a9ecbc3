using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Sinter.Build.Plans;

/// <summary>
/// Reads [assembly: Sinter.Runtime.EmbeddedPlan(name, plan)] from an assembly's metadata. Nothing is loaded, so no
/// code of the user's runs in the build and an assembly for any runtime can be read.
/// </summary>
public static class EmbeddedPlanReader {
    const string AttributeNamespace = "Sinter.Runtime";
    const string AttributeName = "EmbeddedPlanAttribute";

    /// <summary>The plans of an assembly, in the order of the models' names.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <exception cref="BuildErrorException">It is no assembly, or an attribute in it is malformed or repeated.</exception>
    public static IReadOnlyList<EmbeddedPlan> Read(string assembly) {
        try {
            using FileStream stream = File.OpenRead(assembly);
            using PEReader file = new(stream);
            if (!file.HasMetadata) {
                throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is no .NET assembly: it has no metadata");
            }
            return Read(file.GetMetadataReader(), assembly);
        } catch (Exception error) when (error is BadImageFormatException or InvalidOperationException) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is no .NET assembly: {error.Message}");
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' cannot be read: {error.Message}");
        }
    }

    static List<EmbeddedPlan> Read(MetadataReader metadata, string assembly) {
        if (!metadata.IsAssembly) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is a module without an assembly manifest");
        }
        Dictionary<string, EmbeddedPlan> plans = new(StringComparer.Ordinal);
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes()) {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (!IsEmbeddedPlan(metadata, attribute)) {
                continue;
            }
            EmbeddedPlan plan = Decode(metadata, attribute, assembly);
            if (!plans.TryAdd(plan.Model, plan)) {
                throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' embeds two plans for {plan.Model}; a model has one");
            }
        }
        return [.. plans.Values.OrderBy(plan => plan.Model, StringComparer.Ordinal)];
    }

    static EmbeddedPlan Decode(MetadataReader metadata, CustomAttribute attribute, string assembly) {
        // ECMA-335 II.23.3: a prolog of 0x0001, then the fixed arguments; both are strings.
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        if (value.Length < 2 || value.ReadUInt16() != 1) {
            throw Malformed(assembly, "does not start as an attribute's value does");
        }
        string? model = value.ReadSerializedString();
        string? text = value.ReadSerializedString();
        if (string.IsNullOrWhiteSpace(model) || text is null) {
            throw Malformed(assembly, "needs a model's name and a plan");
        }
        if (model.Split('.').Any(part => part.Length == 0 || !part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))) {
            throw Malformed(assembly, $"names the model '{model}', which is no namespace-qualified name of ASCII letters, digits and underscores");
        }
        return new EmbeddedPlan(model, text);
    }

    static BuildErrorException Malformed(string assembly, string how) =>
        new(BuildError.Assembly, $"'{assembly}' holds an {AttributeName} that {how}; was it made by another version of Sinter?");

    static bool IsEmbeddedPlan(MetadataReader metadata, CustomAttribute attribute) {
        EntityHandle type = attribute.Constructor.Kind switch {
            HandleKind.MemberReference => metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default,
        };
        (StringHandle space, StringHandle name) = type.Kind switch {
            HandleKind.TypeReference => Names(metadata.GetTypeReference((TypeReferenceHandle)type)),
            HandleKind.TypeDefinition => Names(metadata.GetTypeDefinition((TypeDefinitionHandle)type)),
            _ => default,
        };
        return !name.IsNil && metadata.StringComparer.Equals(name, AttributeName) && metadata.StringComparer.Equals(space, AttributeNamespace);
    }

    static (StringHandle Space, StringHandle Name) Names(TypeReference type) => (type.Namespace, type.Name);

    static (StringHandle Space, StringHandle Name) Names(TypeDefinition type) => (type.Namespace, type.Name);
}
