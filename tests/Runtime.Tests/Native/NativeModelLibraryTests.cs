using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Sinter.Runtime.Tests;

public class NativeModelLibraryTests {
    [Fact]
    public void ASoundLibraryIsReadWhole() {
        using NativeModelLibrary library = NativeModelLibrary.Open(FakeModel.Description, FakeModel.Library());
        Assert.Equal(FakeModel.ScratchBytes, library.ScratchBytes);
        Assert.Equal(16, library.VectorBytes);
        Assert.Equal([FakeModel.Vocabulary * 4L], library.PreparedBytes.ToArray());
        Assert.NotEqual(0, library.Prepare);
        Assert.NotEqual(0, library.Function("Fake_Forward"));
    }

    [Fact]
    public void ADisposedLibraryGivesNoAddress() {
        NativeModelLibrary library = NativeModelLibrary.Open(FakeModel.Description, FakeModel.Library());
        library.Dispose();
        library.Dispose();
        Assert.Throws<ObjectDisposedException>(() => library.Function("Fake_Forward"));
    }

    [Fact]
    public void AStaleLibraryNamesBothHashesAndTheRemedy() {
        string other = new('f', 64);
        string file = FakeModel.Library($"HASH=\"{other}\"");
        NativeLibraryException error = Refused(NativeLibraryFault.WrongPlan, file);
        Assert.Equal(FakeModel.Hash, error.Expected);
        Assert.Equal(other, error.Found);
        Assert.Contains(file, error.Message);
        Assert.Contains(FakeModel.Hash, error.Message);
        Assert.Contains(other, error.Message);
        Assert.Contains("Tests.Fake", error.Message);
        Assert.Contains("Rebuild", error.Message);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"0123456789abcdef\"")]
    public void AHashOfAnotherLengthIsNoHash(string hash) => Refused(NativeLibraryFault.WrongPlan, FakeModel.Library($"HASH={hash}"));

    [Fact]
    public void AnotherInterfaceVersionIsRefusedBeforeAnythingElseIsRead() {
        NativeLibraryException error = Refused(NativeLibraryFault.WrongInterface, FakeModel.Library("ABI=1", "HASH=\"\""));
        Assert.Equal("2", error.Expected);
        Assert.Equal("1", error.Found);
    }

    [Fact]
    public void AnotherNumberOfPreparedBuffersIsRefused() =>
        Assert.Equal("2", Refused(NativeLibraryFault.WrongLayout, FakeModel.Library("PREPARED=2")).Found);

    [Fact]
    public void ALibraryForWiderVectorsIsRefused() {
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64) {
            Assert.Null(ProcessorVectors.WidestBytes);
            return;
        }
        NativeLibraryException error = Refused(NativeLibraryFault.WrongProcessor, FakeModel.Library("VECTOR=128"));
        Assert.Equal("128", error.Found);
        Assert.Contains($" {ProcessorVectors.WidestBytes}", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    [InlineData(8192)]
    public void AVectorIsAPowerOfTwo(int bytes) => Refused(NativeLibraryFault.WrongLayout, FakeModel.Library($"VECTOR={bytes}"));

    [Fact]
    public void AMissingPrepareIsNamed() =>
        Assert.Contains("Fake_prepare", Refused(NativeLibraryFault.MissingSymbol, FakeModel.Library("NO_PREPARE")).Message);

    [Fact]
    public void AForeignLibraryIsNamed() =>
        Assert.Contains("Fake_abi", Refused(NativeLibraryFault.MissingSymbol, NativeSource.Compile("int unrelated;")).Message);

    [Fact]
    public void AMissingEntryIsNamedAtLoad() {
        ModelDescription description = FakeModel.Description with {
            Entries = [FakeModel.Description.Entries[0] with { Function = "Fake_Absent" }],
        };
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(
            () => new LoadedModel(description, FakeModel.Options(), FakeModel.Weights));
        Assert.Equal(NativeLibraryFault.MissingSymbol, error.Fault);
        Assert.Equal("Fake_Absent", error.Expected);
    }

    [Fact]
    public void AFileThatIsNoLibraryIsUnloadable() {
        string file = NativeSource.FreshPath(".so");
        File.WriteAllText(file, "not a library");
        Refused(NativeLibraryFault.Unloadable, file);
    }

    [Fact]
    public void AMissingFileIsNamed() {
        string file = NativeSource.FreshPath(".so");
        Assert.Contains(file, Refused(NativeLibraryFault.Missing, file).Message);
    }

    [Fact]
    public void WithoutAPathTheFoldersBesideTheAppAreSearchedAndNamed() {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => NativeModelLibrary.Open(FakeModel.Description));
        Assert.Equal(NativeLibraryFault.Missing, error.Fault);
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        Assert.EndsWith(Path.Combine("runtimes", $"linux-{architecture}", "native", FakeModel.Description.Library), error.File);
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, FakeModel.Description.Library), error.Message);
    }

    [Theory]
    [InlineData("runtimes")]
    [InlineData("")]
    public void WithoutAPathTheLibraryBesideTheAppIsFound(string folder) {
        string name = $"lib{Guid.NewGuid():N}.sinter.so";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string place = folder == "" ? AppContext.BaseDirectory : Path.Combine(AppContext.BaseDirectory, folder, $"linux-{architecture}", "native");
        Directory.CreateDirectory(place);
        string file = Path.Combine(place, name);
        File.Copy(FakeModel.Library(), file);
        try {
            using NativeModelLibrary library = NativeModelLibrary.Open(FakeModel.Description with { Library = name });
            Assert.Equal(file, library.File);
        } finally {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("libT.sinter.so libT.sinter.v2.so libT.sinter.v3.so", null, "libT.sinter.so")]
    [InlineData("libT.sinter.v2.so libT.sinter.v3.so libT.sinter.v4.so", null, "libT.sinter.v3.so")]
    [InlineData("libT.sinter.v2.so libT.sinter.v4.so", null, "libT.sinter.v2.so")]
    [InlineData("libT.sinter.so libT.sinter.v2.so libT.sinter.v3.so", "v2", "libT.sinter.v2.so")]
    [InlineData("libT.sinter.so libT.sinter.v2.so", "native", "libT.sinter.so")]
    public void TheBestTierThatCanRunIsTakenUnlessAnotherIsNamed(string present, string? tier, string expected) {
        string unique = $"lib{Guid.NewGuid():N}";
        string[] files = [.. present.Split(' ').Select(name => Path.Combine(AppContext.BaseDirectory, name.Replace("libT", unique, StringComparison.Ordinal)))];
        try {
            foreach (string file in files) {
                File.Copy(FakeModel.Library(), file);
            }
            using NativeModelLibrary library = NativeModelLibrary.Open(FakeModel.Description with { Library = unique + ".sinter.so" }, null, tier, ["v3", "v2"]);
            Assert.Equal(expected.Replace("libT", unique, StringComparison.Ordinal), Path.GetFileName(library.File));
        } finally {
            Array.ForEach(files, File.Delete);
        }
    }

    [Fact]
    public void ATierThatCannotRunIsRefused() {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => NativeModelLibrary.Open(FakeModel.Description, null, "v9", ["v3", "v2"]));
        Assert.Equal(NativeLibraryFault.WrongProcessor, error.Fault);
        Assert.Contains("'v9'", error.Message);
        Assert.Equal("v3, v2", error.Expected);
    }

    [Fact]
    public void TheTiersOfThisProcessorAreThoseOfTheKernelsReport() {
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64) {
            Assert.Equal(["armv8-a"], ProcessorTiers.Supported);
            return;
        }
        string[] flags = [.. File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ')];
        bool second = ((string[])["pni", "ssse3", "sse4_1", "sse4_2", "popcnt", "cx16", "lahf_lm"]).All(flags.Contains);
        bool third = second && ((string[])["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]).All(flags.Contains);
        bool fourth = third && ((string[])["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]).All(flags.Contains);
        (string Name, bool Runs)[] tiers = [("x86-64-v4", fourth), ("x86-64-v3", third), ("x86-64-v2", second), ("x86-64", true)];
        Assert.Equal(tiers.Where(tier => tier.Runs).Select(tier => tier.Name), ProcessorTiers.Supported);
    }

    static NativeLibraryException Refused(NativeLibraryFault fault, string file) {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => NativeModelLibrary.Open(FakeModel.Description, file));
        Assert.Equal(fault, error.Fault);
        Assert.Equal(file, error.File);
        return error;
    }
}
