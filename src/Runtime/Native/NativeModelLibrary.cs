using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// A loaded native library, verified against the description of one model: interface version, content hash of the
/// plan, and the presence of every function. Section 4 of docs/architecture.md describes what it exports.
/// </summary>
public sealed unsafe class NativeModelLibrary : IDisposable {
    /// <summary>The version of the native interface that this runtime speaks.</summary>
    public const int InterfaceVersion = 2;

    const int HashLength = 64;
    const int LayoutHead = 3;

    readonly string model;
    readonly string prefix;
    readonly long[] preparedBytes;
    nint handle;

    NativeModelLibrary(ModelDescription description, string file) {
        model = description.Name;
        prefix = description.Prefix;
        File = file;
        try {
            handle = NativeLibrary.Load(file);
        } catch (Exception error) when (error is DllNotFoundException or BadImageFormatException) {
            throw Fault(NativeLibraryFault.Unloadable, $"cannot be loaded: {error.Message.Trim()}", inner: error);
        }
        try {
            CheckInterface();
            CheckHash(description.PlanHash);
            (ScratchBytes, VectorBytes, preparedBytes) = ReadLayout(description.PreparedCount);
            CheckProcessor();
            Forms = ReadForms(description);
            Prepare = Symbol(prefix + "_prepare");
        } catch {
            NativeLibrary.Free(handle);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Bytes of scratch memory that each thread needs.</summary>
    public long ScratchBytes { get; }

    /// <summary>Bytes of one vector of the target that the library was compiled for.</summary>
    public long VectorBytes { get; }

    /// <summary>The byte size of each prepared buffer.</summary>
    public ReadOnlySpan<long> PreparedBytes => preparedBytes;

    /// <summary>Which weights may come as files store them; null when none may.</summary>
    internal LibraryForms? Forms { get; }

    /// <summary>The address of the function that fills the prepared buffers.</summary>
    public nint Prepare { get; }

    /// <summary>What the library says of its kernels.</summary>
    /// <exception cref="NativeLibraryException">It was built without what a profile needs.</exception>
    internal ImmutableArray<KernelDescription> Kernels =>
        KernelDescription.Parse(Marshal.PtrToStringUTF8(Symbol(prefix + "_costs")) ?? "");

    /// <summary>The address of the function that reads memory as fast as it comes.</summary>
    internal nint FloorRead => Symbol(prefix + "_floor_read");

    /// <summary>The address of the function that multiplies and adds as fast as it goes.</summary>
    internal nint FloorMultiply => Symbol(prefix + "_floor_multiply");

    /// <summary>
    /// Loads the library of a model from beside the app: <c>runtimes/&lt;rid&gt;/native/</c>, then the app's folder. In each, the one
    /// compiled for the machine that the app was built on comes before those of the tiers, of which the best that this processor can
    /// run is taken. The environment variable <c>SINTER_TIER</c> names another: a tier, or <c>native</c>.
    /// </summary>
    /// <param name="description">What the library must agree with.</param>
    /// <param name="file">A file to load in place of the one beside the app, or null.</param>
    /// <exception cref="NativeLibraryException">Missing, damaged, stale or foreign.</exception>
    public static NativeModelLibrary Open(ModelDescription description, string? file = null) =>
        Open(description, file, Environment.GetEnvironmentVariable(ProcessorTiers.Variable), ProcessorTiers.Supported);

    internal static NativeModelLibrary Open(ModelDescription description, string? file, string? tier, IReadOnlyList<string> supported) {
        ArgumentNullException.ThrowIfNull(description);
        if (file is not null) {
            string full = Path.GetFullPath(file);
            return System.IO.File.Exists(full)
                ? new NativeModelLibrary(description, full)
                : throw new NativeLibraryException(NativeLibraryFault.Missing, full, description.Name, "the model's native library is not there.");
        }
        if (tier is { Length: > 0 } and not ProcessorTiers.Native && !supported.Contains(tier)) {
            throw new NativeLibraryException(
                NativeLibraryFault.WrongProcessor, description.Library, description.Name,
                $"{ProcessorTiers.Variable} asks for the tier '{tier}', which this processor cannot run.", string.Join(", ", supported), tier);
        }
        List<string> candidates = Candidates(description.Library, tier is { Length: > 0 } ? [tier] : [ProcessorTiers.Native, .. supported]);
        foreach (string candidate in candidates) {
            if (System.IO.File.Exists(candidate)) {
                return new NativeModelLibrary(description, candidate);
            }
        }
        throw new NativeLibraryException(
            NativeLibraryFault.Missing, candidates[0], description.Name,
            candidates.Count == 1 ? "the model's native library is not there." : $"the model's native library is not there, nor at {string.Join(", ", candidates[1..])}.");
    }

    /// <summary>The address of an exported function.</summary>
    /// <exception cref="NativeLibraryException">There is no such export.</exception>
    public nint Function(string symbol) {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        return Symbol(symbol);
    }

    /// <summary>Unloads the library. No thread may be inside it, and no address of it is used afterwards.</summary>
    public void Dispose() {
        nint closing = Interlocked.Exchange(ref handle, 0);
        if (closing != 0) {
            NativeLibrary.Free(closing);
        }
    }

    static List<string> Candidates(string library, List<string> tiers) {
        List<string> folders = [];
        foreach (string identifier in RuntimeIdentifiers()) {
            folders.Add(Path.Combine(AppContext.BaseDirectory, "runtimes", identifier, "native"));
        }
        folders.Add(AppContext.BaseDirectory);
        List<string> candidates = [];
        foreach (string folder in folders) {
            foreach (string tier in tiers) {
                candidates.Add(Path.Combine(folder, ProcessorTiers.FileName(library, tier)));
            }
        }
        return candidates;
    }

    static IEnumerable<string> RuntimeIdentifiers() {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        if (system == "linux" && RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)) {
            system = "linux-musl";
        }
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string portable = $"{system}-{architecture}";
        yield return portable;
        // A runtime built from a distribution's sources names the distribution here.
        if (RuntimeInformation.RuntimeIdentifier != portable) {
            yield return RuntimeInformation.RuntimeIdentifier;
        }
    }

    void CheckInterface() {
        int found = *(int*)Symbol(prefix + "_abi");
        if (found != InterfaceVersion) {
            throw Fault(
                NativeLibraryFault.WrongInterface, $"expected version {InterfaceVersion} of the native interface, found version {found}.",
                InterfaceVersion.ToString(CultureInfo.InvariantCulture), found.ToString(CultureInfo.InvariantCulture));
        }
    }

    void CheckHash(string expected) {
        byte* start = (byte*)Symbol(prefix + "_hash");
        int length = 0;
        while (length < HashLength + 1 && start[length] != 0) {
            length++;
        }
        string found = length == HashLength
            ? Encoding.Latin1.GetString(start, HashLength)
            : $"no hash of {HashLength} characters";
        if (found != expected) {
            throw Fault(
                NativeLibraryFault.WrongPlan, $"the library was built from another version of the model: expected plan {expected}, found {found}.",
                expected, found);
        }
    }

    (long Scratch, long Vector, long[] Prepared) ReadLayout(int preparedCount) {
        long* layout = (long*)Symbol(prefix + "_layout");
        Expect("number of prepared buffers", layout[0] == preparedCount, preparedCount.ToString(CultureInfo.InvariantCulture), layout[0]);
        Expect("scratch bytes of a thread", layout[1] is >= 0 and <= int.MaxValue, "0 to 2^31-1", layout[1]);
        Expect("bytes of a vector", layout[2] is >= 4 and <= 4096 && long.IsPow2(layout[2]), "a power of two from 4 to 4096", layout[2]);
        long[] prepared = new long[preparedCount];
        for (int i = 0; i < preparedCount; i++) {
            prepared[i] = layout[LayoutHead + i];
            Expect($"byte size of prepared buffer {i}", prepared[i] >= 0, "a size", prepared[i]);
        }
        return (layout[1], layout[2], prepared);
    }

    // A library without the table takes all weights as they are declared.
    LibraryForms? ReadForms(ModelDescription description) => !NativeLibrary.TryGetExport(handle, prefix + "_forms", out nint table) ? null
        : LibraryForms.Read((long*)table, description.Weights.Length, description.PreparedCount)
            ?? throw Fault(NativeLibraryFault.WrongLayout, $"{prefix}_forms: expected {description.Weights.Length} weights and {description.PreparedCount} prepared buffers, found another table.");

    void CheckProcessor() {
        // The name of the library's processor is not known here, but wider vectors alone end the process.
        if (ProcessorVectors.WidestBytes is long widest && VectorBytes > widest) {
            throw Fault(
                NativeLibraryFault.WrongProcessor, $"the library was compiled for vectors of {VectorBytes} bytes, and those of this processor have {widest}.",
                widest.ToString(CultureInfo.InvariantCulture), VectorBytes.ToString(CultureInfo.InvariantCulture));
        }
    }

    void Expect(string what, bool holds, string expected, long found) {
        if (!holds) {
            throw Fault(
                NativeLibraryFault.WrongLayout, $"{prefix}_layout: {what}: expected {expected}, found {found}.",
                expected, found.ToString(CultureInfo.InvariantCulture));
        }
    }

    nint Symbol(string name) => NativeLibrary.TryGetExport(handle, name, out nint address)
        ? address
        : throw Fault(NativeLibraryFault.MissingSymbol, $"expected the exported symbol {name}, found none.", name);

    NativeLibraryException Fault(
        NativeLibraryFault fault, string detail, string? expected = null, string? found = null, Exception? inner = null) =>
        new(fault, File, model, detail, expected, found, inner);
}
