using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// What the lowering to target code knows of a processor: nothing above it knows vector widths or caches.
/// Its text form is part of the identity of compiled code, so equal descriptions give equal objects.
/// </summary>
/// <param name="Triple">LLVM's architecture and system, such as x86_64-unknown-linux-gnu.</param>
/// <param name="Cpu">LLVM's name of the processor, such as znver3 or x86-64-v3.</param>
/// <param name="Features">Features it has (+) and lacks (-), separated by commas.</param>
/// <param name="VectorBytes">Bytes of one vector register: 16, 32 or 64.</param>
/// <param name="VectorRegisters">Vector registers that code can name: 16 or 32.</param>
/// <param name="Level1Bytes">Bytes of one core's first-level data cache.</param>
/// <param name="Level2Bytes">Bytes of one core's second-level cache.</param>
/// <param name="Level3Bytes">Bytes of the last-level cache that cores share.</param>
public sealed record TargetDescription(string Triple, string Cpu, string Features, int VectorBytes, int VectorRegisters, long Level1Bytes, long Level2Bytes, long Level3Bytes) {
    // What every processor of recent years has at least; a tier says nothing about caches.
    const long CommonLevel1Bytes = 32 << 10;
    const long CommonLevel2Bytes = 512 << 10;
    const long CommonLevel3Bytes = 8 << 20;

    const string Version2 = "+cx16,+cx8,+fxsr,+mmx,+popcnt,+sahf,+sse,+sse2,+sse3,+sse4.1,+sse4.2,+ssse3,+x87";
    const string Version3 = Version2 + ",+avx,+avx2,+bmi,+bmi2,+f16c,+fma,+lzcnt,+movbe,+xsave";
    const string Version4 = Version3 + ",+avx512bw,+avx512cd,+avx512dq,+avx512f,+avx512vl";

    // The features are those of the x86-64 psABI's micro-architecture levels, spelled out so that HasFeature answers.
    static readonly Dictionary<string, (string Triple, string Cpu, string Features)> tiers = new(StringComparer.Ordinal) {
        ["x86-64"] = ("x86_64-unknown-linux-gnu", "x86-64", "+cx8,+fxsr,+mmx,+sse,+sse2,+x87"),
        ["x86-64-v2"] = ("x86_64-unknown-linux-gnu", "x86-64-v2", Version2),
        ["x86-64-v3"] = ("x86_64-unknown-linux-gnu", "x86-64-v3", Version3),
        ["x86-64-v4"] = ("x86_64-unknown-linux-gnu", "x86-64-v4", Version4),
        ["armv8-a"] = ("aarch64-unknown-linux-gnu", "generic", "+fp-armv8,+neon"),
    };

    readonly HashSet<string> present = new(
        Features.Split(',').Where(feature => feature.StartsWith("+", StringComparison.Ordinal)).Select(feature => feature.Substring(1)), StringComparer.Ordinal);

    /// <summary>The names that <see cref="ForTier"/> takes.</summary>
    public static IReadOnlyCollection<string> Tiers => tiers.Keys;

    /// <summary>Describes a class of processors that a library can be compiled for.</summary>
    /// <param name="tier">One of <see cref="Tiers"/>, such as x86-64-v3.</param>
    /// <exception cref="ArgumentException">There is no such tier.</exception>
    public static TargetDescription ForTier(string tier) =>
        tiers.TryGetValue(tier, out (string Triple, string Cpu, string Features) known)
            ? ForProcessor(known.Triple, known.Cpu, known.Features, CommonLevel1Bytes, CommonLevel2Bytes, CommonLevel3Bytes)
            : throw new ArgumentException($"there is no tier '{tier}'; known are {string.Join(", ", tiers.Keys)}", nameof(tier));

    /// <summary>Describes one processor; vectors and registers follow from its features.</summary>
    /// <param name="triple">LLVM's architecture and system.</param>
    /// <param name="cpu">LLVM's name of the processor.</param>
    /// <param name="features">Features it has and lacks.</param>
    /// <param name="level1">First-level data cache in bytes; 0 if unknown.</param>
    /// <param name="level2">Second-level cache in bytes; 0 if unknown.</param>
    /// <param name="level3">Last-level cache in bytes; 0 if unknown.</param>
    public static TargetDescription ForProcessor(string triple, string cpu, string features, long level1, long level2, long level3) {
        TargetDescription narrow = new(triple, cpu, features, 16, 16,
            level1 > 0 ? level1 : CommonLevel1Bytes, level2 > 0 ? level2 : CommonLevel2Bytes, level3 > 0 ? level3 : CommonLevel3Bytes);
        if (!triple.StartsWith("x86_64", StringComparison.Ordinal)) {
            return narrow with { VectorRegisters = 32 };
        }
        // 256-bit code may only name registers 16 to 31 with AVX512VL.
        return narrow.HasFeature("avx512f") && narrow.HasFeature("avx512vl") ? narrow with { VectorBytes = 64, VectorRegisters = 32 }
            : narrow.HasFeature("avx2") ? narrow with { VectorBytes = 32 }
            : narrow;
    }

    /// <summary>Whether the processor is known to have a feature.</summary>
    /// <param name="feature">LLVM's name of it, without a sign: "fma".</param>
    public bool HasFeature(string feature) => present.Contains(feature);

    /// <summary>Whether two descriptions are the same; <see cref="Features"/> in the same order.</summary>
    public bool Equals(TargetDescription? other) => other is not null && Print() == other.Print();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Print());

    /// <summary>The text form, which <see cref="Parse"/> reads back.</summary>
    public string Print() => FormattableString.Invariant(
        $"triple {Triple}\ncpu {Cpu}\nfeatures {Features}\nvector {VectorBytes} bytes, {VectorRegisters} registers\ncaches {Level1Bytes} {Level2Bytes} {Level3Bytes}\n");

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">The text is no description; the message quotes the line.</exception>
    public static TargetDescription Parse(string text) {
        string[] lines = text.Split('\n');
        string triple = Value(lines, 0, "triple"), cpu = Value(lines, 1, "cpu"), features = Value(lines, 2, "features");
        string[] vector = Value(lines, 3, "vector").Split(' ');
        string[] caches = Value(lines, 4, "caches").Split(' ');
        if (vector.Length != 4 || caches.Length != 3) {
            throw new FormatException($"a target description has 4 words about vectors and 3 cache sizes, not '{lines[3]}' and '{lines[4]}'");
        }
        return new(triple, cpu, features, (int)Number(vector[0]), (int)Number(vector[2]), Number(caches[0]), Number(caches[1]), Number(caches[2]));
    }

    static string Value(string[] lines, int index, string key) {
        string line = index < lines.Length ? lines[index] : "";
        return line.StartsWith(key + " ", StringComparison.Ordinal)
            ? line.Substring(key.Length + 1)
            : throw new FormatException($"line {index + 1} of a target description starts with '{key} ', not '{line}'");
    }

    static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw new FormatException($"'{text}' in a target description is no number");
}
