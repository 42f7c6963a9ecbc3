using System;
using System.IO;
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
        NativeLibraryException error = Refused(NativeLibraryFault.WrongInterface, FakeModel.Library("ABI=2", "HASH=\"\""));
        Assert.Equal("1", error.Expected);
        Assert.Equal("2", error.Found);
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

    static NativeLibraryException Refused(NativeLibraryFault fault, string file) {
        NativeLibraryException error = Assert.Throws<NativeLibraryException>(() => NativeModelLibrary.Open(FakeModel.Description, file));
        Assert.Equal(fault, error.Fault);
        Assert.Equal(file, error.File);
        return error;
    }
}
