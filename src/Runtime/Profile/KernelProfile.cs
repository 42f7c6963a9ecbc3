using System;
using System.Collections.Immutable;

namespace Sinter.Runtime;

/// <summary>What the runs of one kernel took, together.</summary>
/// <param name="Index">Its number in the plan, as <c>sinter explain</c> shows it.</param>
/// <param name="Kind">Its kind, such as <c>contraction</c>.</param>
/// <param name="Fuses">The operations that it computes.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Time">The time until all threads were through.</param>
/// <param name="Waiting">The part of it in which the first thread waited for the others.</param>
/// <param name="Operations">Arithmetic, comparisons and functions of all runs.</param>
/// <param name="Bytes">Bytes that all runs touched, each element once a run.</param>
/// <param name="Floor">The least time on this machine: the longer of what the operations and what the bytes take at its best rates.</param>
public sealed record KernelProfile(int Index, string Kind, string Fuses, long Runs, TimeSpan Time, TimeSpan Waiting, long Operations, long Bytes, TimeSpan Floor) {
    /// <summary>The floor as a part of the time; above 1 where what is touched lies in a cache.</summary>
    public double FractionOfFloor => Time > TimeSpan.Zero ? Floor / Time : 0;
}

/// <summary>The best rates of a machine, on the threads of one session.</summary>
/// <param name="OperationsPerSecond">Multiplications and additions in registers.</param>
/// <param name="BytesPerSecond">Bytes read of memory that no cache holds.</param>
public sealed record MachineFloors(double OperationsPerSecond, double BytesPerSecond);

/// <summary>One run of a kernel.</summary>
/// <param name="Kernel">Its number.</param>
/// <param name="Start">When it began, in nanoseconds of the monotonic clock.</param>
/// <param name="End">When all threads were through.</param>
readonly record struct KernelRun(int Kernel, long Start, long End);

/// <summary>The name and the costs of a kernel, as the native library describes them.</summary>
sealed class KernelDescription(string kind, string fuses, Extent operations, Extent bytes) {
    public string Kind => kind;

    public string Fuses => fuses;

    public Extent Operations => operations;

    public Extent Bytes => bytes;

    /// <summary>Reads the text of a library: a line a kernel, its parts separated by tabs.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static ImmutableArray<KernelDescription> Parse(string text) {
        ImmutableArray<KernelDescription>.Builder kernels = ImmutableArray.CreateBuilder<KernelDescription>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) {
            string[] parts = line.Split('\t');
            if (parts.Length != 4) {
                throw new FormatException($"expected kind, operations fused, and two costs, found '{line}'");
            }
            kernels.Add(new KernelDescription(parts[0], parts[1], Sum(parts[2]), Sum(parts[3])));
        }
        return kernels.ToImmutable();
    }

    // "1536*0*1+24": coefficients times symbols by their numbers.
    static Extent Sum(string text) {
        string[] terms = text.Split('+');
        var sum = new Term[terms.Length];
        for (int i = 0; i < terms.Length; i++) {
            string[] factors = terms[i].Split('*');
            int[] symbols = new int[factors.Length - 1];
            for (int s = 0; s < symbols.Length; s++) {
                symbols[s] = int.Parse(factors[s + 1], System.Globalization.CultureInfo.InvariantCulture);
            }
            sum[i] = new Term(long.Parse(factors[0], System.Globalization.CultureInfo.InvariantCulture), symbols);
        }
        return new Extent(sum);
    }
}
