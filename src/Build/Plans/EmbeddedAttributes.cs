using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Sinter.Build.Plans;

/// <summary>
/// Reads attributes of an assembly whose arguments are strings, from its metadata. Nothing is loaded, so no code of the
/// user's runs and an assembly for any runtime can be read.
/// </summary>
public static class EmbeddedAttributes {
    const string AttributeNamespace = "Sinter.Runtime";

    /// <summary>The arguments of each attribute of that name, in the order of the metadata.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    /// <param name="attribute">The attribute's class in the namespace Sinter.Runtime.</param>
    /// <param name="arguments">How many strings it takes.</param>
    /// <exception cref="BuildErrorException">It is no assembly, or an attribute in it is malformed.</exception>
    public static IReadOnlyList<string?[]> Read(string assembly, string attribute, int arguments) {
        try {
            using FileStream stream = File.OpenRead(assembly);
            using PEReader file = new(stream);
            if (!file.HasMetadata) {
                throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is no .NET assembly: it has no metadata");
            }
            return Read(file.GetMetadataReader(), assembly, attribute, arguments);
        } catch (Exception error) when (error is BadImageFormatException or InvalidOperationException) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is no .NET assembly: {error.Message}");
        } catch (Exception error) when (error is IOException or UnauthorizedAccessException) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' cannot be read: {error.Message}");
        }
    }

    internal static BuildErrorException Malformed(string assembly, string attribute, string how) =>
        new(BuildError.Assembly, $"'{assembly}' holds an {attribute} that {how}; was it made by another version of Sinter?");

    static List<string?[]> Read(MetadataReader metadata, string assembly, string name, int arguments) {
        if (!metadata.IsAssembly) {
            throw new BuildErrorException(BuildError.Assembly, $"'{assembly}' is a module without an assembly manifest");
        }
        List<string?[]> found = [];
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes()) {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (!Is(metadata, attribute, name)) {
                continue;
            }
            // ECMA-335 II.23.3: a prolog of 0x0001, then the fixed arguments.
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            if (value.Length < 2 || value.ReadUInt16() != 1) {
                throw Malformed(assembly, name, "does not start as an attribute's value does");
            }
            string?[] strings = new string?[arguments];
            for (int i = 0; i < arguments; i++) {
                strings[i] = value.ReadSerializedString();
            }
            found.Add(strings);
        }
        return found;
    }

    static bool Is(MetadataReader metadata, CustomAttribute attribute, string expected) {
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
        return !name.IsNil && metadata.StringComparer.Equals(name, expected) && metadata.StringComparer.Equals(space, AttributeNamespace);
    }

    static (StringHandle Space, StringHandle Name) Names(TypeReference type) => (type.Namespace, type.Name);

    static (StringHandle Space, StringHandle Name) Names(TypeDefinition type) => (type.Namespace, type.Name);
}
