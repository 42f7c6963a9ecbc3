using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Sinter.Runtime.Weights;

namespace Sinter.Runtime.Naming;

/// <summary>
/// Where a weight's values come to lie: in the mapped file itself when they are already as native code wants them,
/// else in a buffer of their own that is filled in parts, on several threads.
/// </summary>
sealed unsafe class WeightPlacement {
    const long PartElements = 1 << 18;
    const int BufferAlignment = 64;
    readonly WeightTensor tensor;
    readonly ScalarType type;
    readonly int interleavedHeads;

    public WeightPlacement(WeightMatch match, WeightDescription weight) {
        tensor = match.Tensor;
        type = weight.Type;
        interleavedHeads = match.Rows == RowOrder.Interleaved ? weight.RotaryHeads : 0;
        if (interleavedHeads > 0 && (tensor.Shape.IsEmpty || tensor.Shape[0] % (2L * interleavedHeads) != 0)) {
            throw new ArgumentException($"weight '{weight.Path}': expected rows that make {interleavedHeads} heads of even size, found shape {Quoting.Shape(tensor.Shape.AsSpan())}");
        }
        bool native = StoredAs(tensor.Type) == type && BitConverter.IsLittleEndian;
        if (native && interleavedHeads == 0 && tensor.FileOffset % type.Size() == 0) {
            Pointer = tensor.Pointer;
            IsMapped = true;
        } else {
            Bytes = checked(tensor.ElementCount * type.Size());
            Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(Bytes, 1), BufferAlignment);
        }
    }

    /// <summary>The first value.</summary>
    public byte* Pointer { get; private set; }

    /// <summary>Whether the values are those in the file.</summary>
    public bool IsMapped { get; }

    /// <summary>The size of the buffer; 0 for values in the file.</summary>
    public long Bytes { get; }

    public string TensorName => tensor.Name;

    /// <summary>F32 from anything that decodes; other types only from themselves.</summary>
    public static bool CanRead(WeightType stored, ScalarType wanted) =>
        wanted == ScalarType.F32 ? WeightLayout.IsDecodable(stored) : StoredAs(stored) == wanted;

    /// <summary>The independent parts in which the buffers of all weights are filled.</summary>
    public static void Fill(IReadOnlyList<WeightPlacement> placements, int threads) {
        var parts = new List<(WeightPlacement Placement, long First, long Count)>();
        foreach (WeightPlacement placement in placements) {
            long unit = placement.interleavedHeads > 0 ? placement.RowElements : 1;
            long step = Math.Max(1, PartElements / Math.Max(1, unit)) * unit;
            for (long first = 0; !placement.IsMapped && first < placement.tensor.ElementCount; first += step) {
                parts.Add((placement, first, Math.Min(step, placement.tensor.ElementCount - first)));
            }
        }
        Parallel.For(0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => parts[i].Placement.FillPart(parts[i].First, parts[i].Count));
    }

    public void Free() {
        if (!IsMapped) {
            NativeMemory.AlignedFree(Pointer);
        }
        Pointer = null;
    }

    long RowElements => tensor.ElementCount / Math.Max(1, tensor.Shape[0]);

    void FillPart(long first, long count) {
        if (interleavedHeads == 0) {
            Read(first, first, count);
            return;
        }
        long row = RowElements, head = tensor.Shape[0] / interleavedHeads, half = head / 2;
        for (long target = first / row; target < (first + count) / row; target++) {
            long within = target % head;
            long source = target - within + (within < half ? 2 * within : 2 * (within - half) + 1);
            Read(source * row, target * row, row);
        }
    }

    void Read(long source, long target, long count) {
        if (type == ScalarType.F32) {
            // A row may be longer than a span can say.
            for (long done = 0; done < count; done += int.MaxValue) {
                int part = (int)Math.Min(int.MaxValue, count - done);
                tensor.Decode(source + done, new Span<float>((float*)Pointer + target + done, part));
            }
        } else {
            long size = type.Size();
            Buffer.MemoryCopy(tensor.Pointer + source * size, Pointer + target * size, count * size, count * size);
        }
    }

    static ScalarType? StoredAs(WeightType type) => type switch {
        WeightType.F32 => ScalarType.F32,
        WeightType.F16 => ScalarType.F16,
        WeightType.BF16 => ScalarType.BF16,
        WeightType.F64 => ScalarType.F64,
        WeightType.I8 => ScalarType.I8,
        WeightType.U8 => ScalarType.U8,
        WeightType.I16 => ScalarType.I16,
        WeightType.I32 => ScalarType.I32,
        WeightType.I64 => ScalarType.I64,
        WeightType.Bool => ScalarType.Bool,
        _ => null,
    };
}
