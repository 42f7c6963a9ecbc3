using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Sinter.Compiler.Llvm;

namespace Sinter.Build.Targets;

/// <summary>Turns a runtime identifier and a processor's name into the triple and the description to compile for.</summary>
public static class TargetSelection {
    /// <summary>The name that stands for the processor of this machine.</summary>
    public const string Native = "native";

    /// <summary>The name that stands for <see cref="Native"/> where that is possible, else for a common tier.</summary>
    public const string Automatic = "auto";

    /// <summary>The name that stands for every tier of an architecture that libraries are published for.</summary>
    public const string AllTiers = "tiers";

    // In a list of processors; MSBuild has other uses for commas and semicolons.
    const char Separator = '+';

    static readonly string[] publishedX64 = ["x86-64-v2", "x86-64-v3", "x86-64-v4"];
    static readonly string[] publishedArm64 = ["armv8-a"];

    /// <summary>The runtime identifier of this machine.</summary>
    public static string HostIdentifier => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Whether a library for a runtime identifier can run on this machine.</summary>
    public static bool IsHost(string identifier) =>
        OperatingSystem.IsLinux() && identifier.EndsWith(HostIdentifier["linux".Length..], StringComparison.Ordinal);

    /// <summary>The triple of a runtime identifier.</summary>
    /// <exception cref="BuildErrorException">It is none that libraries are made for.</exception>
    public static string Triple(string identifier) => identifier switch {
        "linux-x64" => "x86_64-unknown-linux-gnu",
        "linux-musl-x64" => "x86_64-unknown-linux-musl",
        "linux-arm64" => "aarch64-unknown-linux-gnu",
        "linux-musl-arm64" => "aarch64-unknown-linux-musl",
        _ => throw new BuildErrorException(BuildError.Target,
            $"models are compiled for linux-x64, linux-arm64, linux-musl-x64 and linux-musl-arm64, not for '{identifier}'; set RuntimeIdentifier to one of these"),
    };

    /// <summary>
    /// What to compile for, and what each library's name says of it: the processors of a list such as <c>x86-64-v2+x86-64-v3</c>, or
    /// all that <see cref="AllTiers"/> stands for, by name; <see cref="Native"/>, or a single processor, without one.
    /// </summary>
    /// <exception cref="BuildErrorException">As <see cref="Resolve"/>.</exception>
    public static IReadOnlyList<(string Processor, string Suffix)> ResolveAll(string identifier, string processors) {
        bool isX64 = Triple(identifier).StartsWith("x86_64", StringComparison.Ordinal);
        string[] names = processors == AllTiers ? (isX64 ? publishedX64 : publishedArm64) : processors.Split(Separator, StringSplitOptions.TrimEntries);
        bool isList = processors == AllTiers || names.Length > 1;
        (string Processor, string Suffix)[] all = [.. names.Select(name => Resolve(identifier, name)).Select(name => (name, isList && name != Native ? "." + name : ""))];
        return all.DistinctBy(each => each.Suffix).Count() == all.Length
            ? all
            : throw new BuildErrorException(BuildError.Target, $"SinterCpu names a processor twice: '{processors}'");
    }

    /// <summary>Resolves <see cref="Automatic"/> and refuses <see cref="Native"/> for another machine's system.</summary>
    /// <returns><see cref="Native"/> or a tier's name.</returns>
    /// <exception cref="BuildErrorException">The system is unknown, or the processor of this machine cannot run it.</exception>
    public static string Resolve(string identifier, string processor) {
        string tier = Triple(identifier).StartsWith("x86_64", StringComparison.Ordinal) ? "x86-64-v3" : "armv8-a";
        return processor switch {
            Automatic => IsHost(identifier) ? Native : tier,
            Native when !IsHost(identifier) => throw new BuildErrorException(BuildError.Target,
                $"'{Native}' is the processor of this machine ({HostIdentifier}), which is none for '{identifier}'; set SinterCpu to a tier such as {tier}"),
            _ => processor,
        };
    }

    /// <summary>The description of a tier; <see cref="Native"/> is <see cref="HostDescription"/>'s concern.</summary>
    /// <exception cref="BuildErrorException">There is no such tier, or it is another architecture's.</exception>
    public static TargetDescription Tier(string identifier, string processor) {
        string triple = Triple(identifier);
        if (!TargetDescription.Tiers.Contains(processor)) {
            throw new BuildErrorException(BuildError.Target,
                $"there is no processor '{processor}'; SinterCpu is native, {AllTiers}, one of {string.Join(", ", TargetDescription.Tiers)}, or several of these joined by {Separator}");
        }
        TargetDescription tier = TargetDescription.ForTier(processor);
        return tier.Triple.Split('-')[0] == triple.Split('-')[0]
            ? tier with { Triple = triple }
            : throw new BuildErrorException(BuildError.Target, $"'{processor}' is no processor of '{identifier}'; choose one of that architecture");
    }
}
