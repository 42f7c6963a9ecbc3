using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Tool.Html;
using Xunit;

namespace Sinter.Tool.Tests;

public sealed class LayoutTests {
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BoxesDoNotOverlapAndArrowsPointDown(int seed) {
        Random random = new(seed);
        int count = random.Next(5, 120);
        (double Width, double Height)[] sizes = [.. Enumerable.Range(0, count).Select(_ => (20 + 200 * random.NextDouble(), 20 + 60 * random.NextDouble()))];
        List<(int From, int To)> edges = [.. Enumerable.Range(1, count - 1).SelectMany(to => Enumerable.Range(0, random.Next(0, 4)).Select(_ => (random.Next(0, to), to))).Distinct()];
        LayeredLayout layout = new(sizes, edges);
        for (int a = 0; a < count; a++) {
            Point first = layout.Corner(a);
            Assert.True(first.X >= -0.01 && first.Y >= 0 && first.X + sizes[a].Width <= layout.Width + 0.01 && first.Y + sizes[a].Height <= layout.Height + 0.01, $"seed {seed}: box {a} leaves the picture");
            for (int b = 0; b < a; b++) {
                Point second = layout.Corner(b);
                bool apart = first.X + sizes[a].Width <= second.X + 0.01 || second.X + sizes[b].Width <= first.X + 0.01
                    || first.Y + sizes[a].Height <= second.Y + 0.01 || second.Y + sizes[b].Height <= first.Y + 0.01;
                Assert.True(apart, $"seed {seed}: boxes {a} and {b} overlap");
            }
        }
        for (int edge = 0; edge < edges.Count; edge++) {
            IReadOnlyList<Point> path = layout.Path(edge);
            Assert.True(path.Zip(path.Skip(1)).All(pair => pair.First.Y <= pair.Second.Y), $"seed {seed}: edge {edge} turns up");
            Assert.Equal(layout.Corner(edges[edge].To).Y, path[^1].Y);
        }
    }

    [Fact]
    public void ACircleIsRefused() =>
        Assert.Throws<ArgumentException>(() => new LayeredLayout([(1, 1), (1, 1)], [(0, 1), (1, 0)]));

    [Fact]
    public void NothingIsAPictureOfNothing() => Assert.Equal((0, 0), (new LayeredLayout([], []).Width, new LayeredLayout([], []).Height));
}
