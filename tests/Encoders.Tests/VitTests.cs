using System;
using System.IO;
using System.Text;
using Sinter.Runtime;
using Vit;
using Xunit;

namespace Sinter.Encoders.Tests;

public sealed class VitTests {
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LogitsAreThoseOfTheReference(int threads) {
        using SmallVit.Loaded model = SmallVit.Load(Fixtures.At("vit"), new LoadOptions { Threads = threads });
        using SmallVit.Session session = model.CreateSession();
        double distance = Fixtures.Distance(session.Classify(Fixtures.Read<float>("vit-cases", "image")), Fixtures.Read<float>("vit-cases", "logits"));
        Assert.True(distance < 1e-5, $"the logits are {distance:E2} from the reference");
    }

    [Fact]
    public void APixmapIsPlanesFromMinusOneToOne() {
        string path = Path.GetTempFileName();
        try {
            File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes("P6\n# a comment\n2 2\n255\n"), 0, 255, 51, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
            float[] planes = Pixmap.Read(path, 2);
            float[] levels = [0, 1, 4, 7, 255, 2, 5, 8, 51, 3, 6, 9];
            Assert.Equal(Array.ConvertAll(levels, level => level / 127.5f - 1), planes);
            Assert.Contains("3 3 255", Assert.Throws<InvalidDataException>(() => Pixmap.Read(path, 3)).Message, StringComparison.Ordinal);
        } finally {
            File.Delete(path);
        }
    }
}
