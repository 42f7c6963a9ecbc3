using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime.Naming;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Quantization;

/// <summary>What became of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Its type in the file that was read.</param>
/// <param name="To">Its type in the file that was written.</param>
/// <param name="Bytes">The bytes it takes there.</param>
/// <param name="Reason">Why a matrix stays as it was; null where nothing is odd.</param>
public sealed record QuantizedTensor(string Name, WeightType From, WeightType To, long Bytes, string? Reason);

/// <summary>
/// Reads a checkpoint and writes it as GGUF with its matrices quantised, part by part, so that memory holds only what is being worked on.
/// </summary>
public static class CheckpointQuantization {
    // Values of one part; all threads share one.
    const int PartValues = 1 << 22;
    const int LongestName = 64;
    const int MostDimensions = 4;

    /// <summary>Quantises a file. Tensors with fewer than two axes stay as they are, and so do rows that are no whole number of blocks.</summary>
    /// <param name="input">A safetensors or GGUF file with matrices of F32, F16, BF16 or F64.</param>
    /// <param name="output">The GGUF file to write; it appears only when it is whole.</param>
    /// <param name="form">How matrices are stored.</param>
    /// <param name="progress">Told the values done and all there are.</param>
    /// <param name="cancellation">Ends the work; nothing is left behind.</param>
    /// <returns>Each tensor, in the order of the written file.</returns>
    /// <exception cref="WeightFileException">The input is damaged, or holds what cannot be quantised; the message names the tensor.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static IReadOnlyList<QuantizedTensor> Run(
        string input, string output, QuantizedForm form, Action<long, long>? progress = null, CancellationToken cancellation = default) {
        ArgumentNullException.ThrowIfNull(form);
        using WeightFile file = WeightFile.Open(input);
        if (file.Format == WeightFormat.Llama2C) {
            throw new WeightFileException(input, "expected safetensors or GGUF, found a llama2.c checkpoint");
        }
        if (File.Exists(output) && Path.GetFullPath(input) == Path.GetFullPath(output)) {
            throw new WeightFileException(input, "expected another file to write than the one that is read");
        }
        // In the order of the data, so that the file is read from front to back.
        WeightTensor[] tensors = [.. file.Tensors.Values.OrderBy(tensor => tensor.FileOffset).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        QuantizedTensor[] plan = [.. tensors.Select(tensor => Plan(file, tensor, form))];
        long all = Math.Max(1, tensors.Sum(tensor => tensor.ElementCount)), done = 0;
        using GgufWriter writer = new(output, Metadata(file, form), [.. tensors.Zip(plan, (tensor, planned) => (tensor.Name, planned.To, tensor.Shape.ToArray()))]);
        for (int i = 0; i < tensors.Length; i++) {
            void Advance(long values) => progress?.Invoke(done += values, all);
            if (plan[i].To == plan[i].From) {
                Copy(tensors[i], writer, cancellation, Advance);
            } else {
                Quantize(file, tensors[i], form, writer, cancellation, Advance);
            }
        }
        writer.Finish();
        return plan;
    }

    static QuantizedTensor Plan(WeightFile file, WeightTensor tensor, QuantizedForm form) {
        if (tensor.Name.Length > LongestName || tensor.Shape.Length > MostDimensions) {
            throw new WeightFileException(file.Path, $"expected a name of at most {LongestName} bytes and at most {MostDimensions} axes, as GGUF has them, found {tensor.Name.Length} and {tensor.Shape.Length}", tensor.Name);
        }
        if (GgufMetadata.TensorCode(tensor.Type) is null) {
            throw new WeightFileException(file.Path, $"GGUF has no tensors of type {tensor.Type}", tensor.Name);
        }
        bool isPlain = tensor.Type is WeightType.F32 or WeightType.F16 or WeightType.BF16 or WeightType.F64;
        (int elements, int bytes) = WeightLayout.Block(form.Type);
        string? reason = tensor.Shape.Length < 2 || tensor.Type == form.Type || tensor.Type is WeightType.I8 or WeightType.I16 or WeightType.I32 or WeightType.I64 ? null
            : !isPlain ? throw new WeightFileException(file.Path, $"expected matrices of F32, F16, BF16, F64 or {form.Type}, found {tensor.Type}; quantising twice loses more than it should", tensor.Name)
            : tensor.Shape[^1] % elements != 0 ? $"rows of {tensor.Shape[^1]} are no whole number of blocks of {elements}"
            : null;
        bool changes = isPlain && tensor.Shape.Length >= 2 && reason is null;
        return new QuantizedTensor(tensor.Name, tensor.Type, changes ? form.Type : tensor.Type, changes ? tensor.ElementCount / elements * bytes : tensor.ByteLength, reason);
    }

    // A GGUF file's own pairs as they are, but for those that say how it is stored.
    static unsafe List<byte[]> Metadata(WeightFile file, QuantizedForm form) {
        List<byte[]> pairs = [GgufWriter.Pair("general.file_type", form.FileType), GgufWriter.Pair("general.quantization_version", 2)];
        if (file is GgufFile gguf) {
            string[] own = ["general.file_type", "general.quantization_version", "general.alignment"];
            pairs.AddRange(gguf.Pairs.Where(pair => !own.Contains(pair.Key, StringComparer.Ordinal)).Select(pair => gguf.Bytes(pair.Start, pair.End)));
        } else {
            pairs.Add(GgufWriter.Pair(NamingSchemes.NamesOfSource, "safetensors"));
            pairs.AddRange(file.Metadata.Where(pair => pair.Value.Kind == MetadataKind.String).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => pair.Value.TryGetString(out string? text) ? GgufWriter.Pair($"safetensors.{pair.Key}", text) : []));
        }
        return pairs;
    }

    static unsafe void Copy(WeightTensor tensor, GgufWriter writer, CancellationToken cancellation, Action<long> advance) {
        for (long at = 0; at < tensor.ByteLength; at += PartValues) {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(new ReadOnlySpan<byte>(tensor.Pointer + at, (int)Math.Min(PartValues, tensor.ByteLength - at)));
        }
        advance(tensor.ElementCount);
    }

    static void Quantize(WeightFile file, WeightTensor tensor, QuantizedForm form, GgufWriter writer, CancellationToken cancellation, Action<long> advance) {
        int row = checked((int)tensor.Shape[^1]);
        long rows = row == 0 ? 0 : tensor.ElementCount / row;
        (int elements, int bytes) = WeightLayout.Block(form.Type);
        int rowBytes = row / elements * bytes, together = (int)Math.Clamp(PartValues / Math.Max(1, row), 1, Math.Max(1, rows));
        byte[] blocks = new byte[checked(together * rowBytes)];
        for (long first = 0; first < rows; first += together) {
            int count = (int)Math.Min(together, rows - first);
            // What is wrong with the first bad row is told, whichever thread found one first.
            (long Row, string Problem)? wrong = null;
            object gate = new();
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, () => new float[row], (i, _, values) => {
                tensor.Decode((first + i) * row, values);
                try {
                    BlockQuantizer.Quantize(form, values, blocks.AsSpan(i * rowBytes, rowBytes));
                } catch (ArgumentException problem) {
                    lock (gate) {
                        wrong = wrong is { } other && other.Row < first + i ? other : (first + i, problem.Message);
                    }
                }
                return values;
            }, _ => { });
            if (wrong is var (at, detail)) {
                throw new WeightFileException(file.Path, $"row {at}: {detail}", tensor.Name);
            }
            writer.Write(blocks.AsSpan(0, count * rowBytes));
            advance((long)count * row);
        }
    }
}
