using System;
using System.Globalization;
using System.Linq;
using Xunit;
using static Sinter.Operations;
using static Sinter.Tests.Samples;

namespace Sinter.Tests;

public class RandomnessTests {
    // The known answers of Random123, the library of the paper's authors (kat_vectors, philox4x32 with 10 rounds).
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Philox_gives_the_published_words(string counter, string key, string expected) {
        static long[] Words(string text) => [.. text.Split(' ').Select(word => long.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        Tensor[] Scalars(string text) => [.. Words(text).Select(word => Tensor.From([word]))];
        Assert.Equal(Words(expected), Philox(Scalars(counter), Scalars(key)).Select(word => word.ToArray<long>()[0]));
    }

    [Fact]
    public void Elements_are_the_words_of_their_counters() {
        // Seed 0x299f31d0a4093822 has the key of the third published vector; streams and places make up the counter.
        Tensor seed = Cast(Tensor.From([0x299f31d0a4093822L]), ElementType.I64);
        Tensor scalar = Reshape(seed);
        Tensor x = RandomUniform(scalar, -5, 2, 3);
        Tensor[] words = Philox([Cast(Iota(6), ElementType.I64), Tensor.From([0L]), Tensor.From([0xFFFFFFFBL]), Tensor.From([0xFFFFFFFFL])], [Tensor.From([0xa4093822L]), Tensor.From([0x299f31d0L])]);
        Is(x, [2, 3], [.. words[0].ToArray<long>().Select(word => (word >> 8) / 16777216f)]);
        Is(RandomIntegers(scalar, -5, 7, 6), [6], [.. words[0].ToArray<long>().Select(word => (int)(word * 7 >> 32))]);
    }

    [Fact]
    public void Seeds_and_streams_give_numbers_of_their_own_and_the_same_again() {
        Close(RandomUniform(3, 4, 50), RandomUniform(3, 4, 50), 0);
        Assert.Empty(RandomUniform(3, 4, 50).ToArray<float>().Intersect(RandomUniform(3, 5, 50).ToArray<float>()));
        Assert.Empty(RandomUniform(3, 4, 50).ToArray<float>().Intersect(RandomUniform(4, 4, 50).ToArray<float>()));
        Assert.Equal(RandomUniform(3, 4, 50).ToArray<float>(), RandomUniform(3, 4, 2, 50).ToArray<float>().Take(50));
    }

    [Fact]
    public void Distributions_have_their_moments() {
        // 20,000 samples: a mean is off by a standard error of 0.002 (uniform) or 0.007 (normal), a variance of normals by 0.01.
        double[] uniform = RandomUniform(11, 0, 20_000).ToArray<double>(), normal = RandomNormal(12, 0, 20_000).ToArray<double>();
        int[] dice = RandomIntegers(13, 0, 6, 20_000).ToArray<int>();
        Assert.All(uniform, value => Assert.InRange(value, 0, 0.99999997));
        Assert.InRange(uniform.Average(), 0.49, 0.51);
        Assert.InRange(uniform.Average(value => value * value), 0.323, 0.343);
        Assert.InRange(normal.Average(), -0.03, 0.03);
        Assert.InRange(normal.Average(value => value * value), 0.95, 1.05);
        Assert.InRange(normal.Average(value => Math.Abs(value) < 1 ? 1 : 0), 0.67, 0.695);
        Assert.Equal([0, 1, 2, 3, 4, 5], dice.Distinct().Order());
        Assert.All(dice.GroupBy(value => value), face => Assert.InRange(face.Count(), 3100, 3570));
    }
}
