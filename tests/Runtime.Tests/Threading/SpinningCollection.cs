using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>Tests of spinning threads run one after the other: side by side they would mostly measure each other.</summary>
[CollectionDefinition("Threads that spin", DisableParallelization = true)]
public sealed class SpinningCollection;
