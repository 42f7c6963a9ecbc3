using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Products of quantised rows with panels of small integers: <c>void (rows, bytes between them, panel, depth, result)</c>. Within a block
/// of the left operand sums are exact integers; the blocks' sums are scaled and added in their order, so that a row's results are the same
/// whatever rows stand beside it.
/// </summary>
internal sealed class IntegerProducts(TargetDescription target, PackedLayout layout, SortedSet<string> declarations) {
    // Measured: half and twice as many are slower by a few parts in a hundred.
    private const int BytesAhead = 2560;
    private const int LineBytes = 64;

    private readonly IrWriter writer = new(declarations);
    private ByteDots dots = null!;
    private LeftRow[] lefts = [];
    private IrValue[] totals = [];

    public static string Name(StoredForm form, int rows) => $"@sinter.packed.{PackedFunctions.NameOf(form)}.{rows}";

    public void Write(StringBuilder text, StoredForm form, int rows) {
        IntegerProducts body = new(target, layout, declarations);
        body.Emit(form, rows);
        PackedFunctions.Define(text, Name(form, rows), "ptr noalias readonly %rows, i64 %step, ptr noalias readonly %panel, i64 %depth, ptr noalias %result", body.writer,
            $"{rows} quantised rows times a panel of {form}");
    }

    private string Floats => $"<{layout.Lanes} x float>";

    private void Emit(StoredForm form, int rows) {
        dots = new ByteDots(writer, layout);
        (IrValue step, IrValue panel, IrValue depth) = (new("i64", "%step"), new("ptr", "%panel"), new("i64", "%depth"));
        lefts = [.. Enumerable.Range(0, rows).Select(r => new LeftRow(writer, writer.Element(new IrValue("ptr", "%rows"), "i8", writer.Multiply(step, IrWriter.Int(r))), depth))];
        int groupBytes = layout.Lanes * PackedLayout.ColumnBytes(form);
        IrValue[] zero = [.. Enumerable.Repeat(new IrValue(Floats, "zeroinitializer"), rows * PackedLayout.Groups)];
        IrValue[] sums = writer.Loop(IrWriter.Int(0), writer.Divide(depth, IrWriter.Int(PackedLayout.Depth(form))), 1, zero, (block, sofar) => {
            totals = [.. sofar];
            IrValue start = writer.Element(panel, "i8", writer.Multiply(block, IrWriter.Int(PackedLayout.Groups * groupBytes)));
            if (rows == 1) {
                BringNear(start, PackedLayout.Groups * groupBytes);
            }
            IrValue[] groups = [.. Enumerable.Range(0, PackedLayout.Groups).Select(g => writer.Element(start, "i8", IrWriter.Int(g * groupBytes)))];
            switch (form) {
                case StoredForm.Q8_0 when layout.WidensBytes: WideBytes(block, groups); break;
                case StoredForm.Q8_0: FlatBlock(block, groups, words: 8, most: 255, zero: 128, (group, j) => Word(group, 2, j)); break;
                case StoredForm.Q4_0: FlatBlock(block, groups, words: 8, most: 15, zero: 8, (group, j) => Nibble(Word(group, 2, j % 4), j / 4)); break;
                case StoredForm.Q4_K: BlockOfQ4K(block, groups); break;
                case StoredForm.Q6_K: BlockOfQ6K(block, groups); break;
                default: throw new InvalidOperationException($"no blocks of {form}");
            }
            return totals;
        });
        for (int i = 0; i < sums.Length; i++) {
            writer.Store(sums[i], writer.Element(new IrValue("ptr", "%result"), "float", IrWriter.Int((long)i * layout.Lanes)), 4);
        }
    }

    // One row waits for memory alone, and hardware stops looking ahead at the end of a page. What lies behind the last panel is not read.
    private void BringNear(IrValue start, int bytes) {
        writer.Declare("declare void @llvm.prefetch.p0(ptr, i32, i32, i32)");
        for (int line = 0; line < bytes; line += LineBytes) {
            IrValue ahead = writer.Emit("ptr", $"getelementptr i8, {start}, i64 {BytesAhead + line}");
            writer.Emit($"call void @llvm.prefetch.p0({ahead}, i32 0, i32 3, i32 1)");
        }
    }

    // Bytes of either sign, two of a column side by side, are widened and multiplied as words.
    private void WideBytes(IrValue block, IrValue[] groups) {
        IrValue[] sums = new IrValue[totals.Length];
        for (int j = 0; j < StoredForms.Block / 2; j++) {
            IrValue[] weights = [.. groups.Select(group => writer.Emit(dots.Words,
                $"sext {writer.Load($"<{2 * layout.Lanes} x i8>", At(group, 2 * layout.Lanes * (j + 1)), 2)} to {dots.Words}"))];
            for (int r = 0; r < lefts.Length; r++) {
                IrValue left = dots.Spread(lefts[r].Word(block, 2 * j), dots.Words);
                for (int g = 0; g < groups.Length; g++) {
                    int i = r * groups.Length + g;
                    IrValue products = dots.WordPairs(weights[g], left);
                    sums[i] = j == 0 ? products : dots.Add(sums[i], products);
                }
            }
        }
        Scale(block, groups, sums);
    }

    // One block of the left operand, whose weights have one scale: the integer that stands for zero is taken off the sums.
    private void FlatBlock(IrValue block, IrValue[] groups, int words, int most, int zero, Func<IrValue, int, IrValue> weight) {
        IrValue[] sums = Sums(block, groups, 0, words, most, weight);
        for (int i = 0; i < sums.Length; i++) {
            sums[i] = Less(sums[i], lefts[i / groups.Length].Sum(block), zero);
        }
        Scale(block, groups, sums);
    }

    // Both groups' sums of each row over some words of four bytes.
    private IrValue[] Sums(IrValue block, IrValue[] groups, int first, int end, int most, Func<IrValue, int, IrValue> weight) {
        ByteSum[] sums = [.. totals.Select(_ => new ByteSum(dots, most))];
        for (int j = first; j < end; j++) {
            IrValue[] weights = [.. groups.Select(group => weight(group, j))];
            for (int r = 0; r < lefts.Length; r++) {
                IrValue address = lefts[r].Byte(block, 4 * j);
                IrValue? spread = null;
                for (int g = 0; g < groups.Length; g++) {
                    sums[r * groups.Length + g].Add(weights[g], address, () => spread ??= dots.Spread(address, dots.Bytes));
                }
            }
        }
        return [.. sums.Select(sum => sum.Total())];
    }

    private void Scale(IrValue block, IrValue[] groups, IrValue[] sums) {
        IrValue[] scales = [.. groups.Select(group => PackedFunctions.LoadFloats(writer, target, StoredForm.F16, group, layout.Lanes))];
        for (int i = 0; i < sums.Length; i++) {
            AddScaled(i, sums[i], lefts[i / groups.Length].Scale(block), scales[i % groups.Length]);
        }
    }

    private void BlockOfQ4K(IrValue super, IrValue[] groups) {
        int lanes = layout.Lanes;
        IrValue[] scales = [.. groups.Select(group => PackedFunctions.LoadFloats(writer, target, StoredForm.F16, group, lanes))];
        IrValue[] minima = [.. groups.Select(group => PackedFunctions.LoadFloats(writer, target, StoredForm.F16, At(group, 2 * lanes), lanes))];
        totals = writer.Loop(IrWriter.Int(0), IrWriter.Int(4), 1, totals, (chunk, sofar) => {
            totals = [.. sofar];
            for (int half = 0; half < 2; half++) {
                IrValue part = writer.Add(writer.Multiply(chunk, IrWriter.Int(2)), IrWriter.Int(half));
                IrValue block = writer.Add(writer.Multiply(super, IrWriter.Int(8)), part);
                IrValue[] chunks = [.. groups.Select(group => writer.Element(group, "i8", writer.Multiply(chunk, IrWriter.Int(32 * lanes))))];
                int side = half;
                IrValue[] sums = Sums(block, chunks, 0, 8, 15, (group, j) => Nibble(Word(group, 20, j), side));
                for (int g = 0; g < groups.Length; g++) {
                    IrValue own = writer.Element(groups[g], "i8", writer.Multiply(part, IrWriter.Int(lanes)));
                    IrValue scale = writer.Emit(Floats, $"fmul {scales[g]}, {Small("uitofp", At(own, 4 * lanes)).Name}");
                    IrValue minimum = writer.Emit(Floats, $"fmul {minima[g]}, {Small("uitofp", At(own, 12 * lanes)).Name}");
                    for (int r = 0; r < lefts.Length; r++) {
                        int i = r * groups.Length + g;
                        IrValue left = lefts[r].Scale(block);
                        AddScaled(i, sums[i], left, scale);
                        IrValue all = writer.Emit("float", $"sitofp {lefts[r].Sum(block)} to float");
                        IrValue taken = writer.Emit("float", $"fneg {writer.Emit("float", $"fmul {all}, {left.Name}")}");
                        totals[i] = MultiplyAdd.Emit(writer, target, writer.Splat(taken, lanes), minimum, totals[i]);
                    }
                }
            }
            return totals;
        });
    }

    private void BlockOfQ6K(IrValue super, IrValue[] groups) {
        int lanes = layout.Lanes;
        IrValue[] scales = [.. groups.Select(group => PackedFunctions.LoadFloats(writer, target, StoredForm.F16, group, lanes))];
        totals = writer.Loop(IrWriter.Int(0), IrWriter.Int(2), 1, totals, (half, sofar) => {
            totals = [.. sofar];
            IrValue[] lows = [.. groups.Select(group => writer.Element(group, "i8", writer.Multiply(half, IrWriter.Int(64 * lanes))))];
            IrValue[] highs = [.. groups.Select(group => writer.Element(group, "i8", writer.Multiply(half, IrWriter.Int(32 * lanes))))];
            for (int quarter = 0; quarter < 4; quarter++) {
                int q = quarter;
                IrValue inside = writer.Add(writer.Multiply(half, IrWriter.Int(4)), IrWriter.Int(q));
                IrValue block = writer.Add(writer.Multiply(super, IrWriter.Int(8)), inside);
                IrValue Weight(IrValue group, int j) {
                    int g = Array.IndexOf(groups, group);
                    IrValue low = Nibble(Word(lows[g], 18, q % 2 * 8 + j), q / 2);
                    IrValue high = Word(highs[g], 146, j);
                    IrValue bits = writer.Emit(dots.Bytes, $"and {(q == 0 ? high : writer.Emit(dots.Bytes, $"lshr {high}, {dots.Constant("i8", 2 * q, 4 * lanes).Name}"))}, {dots.Constant("i8", 3, 4 * lanes).Name}");
                    return writer.Emit(dots.Bytes, $"or {low}, {writer.Emit(dots.Bytes, $"shl {bits}, {dots.Constant("i8", 4, 4 * lanes).Name}").Name}");
                }
                IrValue[] sums = new IrValue[totals.Length];
                for (int part = 0; part < 2; part++) {
                    IrValue[] partial = Sums(block, groups, 4 * part, 4 * part + 4, 63, Weight);
                    IrValue place = writer.Multiply(writer.Add(writer.Multiply(inside, IrWriter.Int(2)), IrWriter.Int(part)), IrWriter.Int(lanes));
                    for (int g = 0; g < groups.Length; g++) {
                        IrValue stored = writer.Load($"<{lanes} x i8>", writer.Element(At(groups[g], 2 * lanes), "i8", place), 1);
                        IrValue scale = writer.Emit(dots.Integers, $"sext {stored} to {dots.Integers}");
                        for (int r = 0; r < lefts.Length; r++) {
                            int i = r * groups.Length + g;
                            IrValue scaled = dots.Multiply(Less(partial[i], lefts[r].HalfSum(block, part), 32), scale);
                            sums[i] = part == 0 ? scaled : dots.Add(sums[i], scaled);
                        }
                    }
                }
                for (int i = 0; i < sums.Length; i++) {
                    AddScaled(i, sums[i], lefts[i / groups.Length].Scale(block), scales[i % groups.Length]);
                }
            }
            return totals;
        });
    }

    private void AddScaled(int i, IrValue sum, IrValue left, IrValue right) {
        IrValue real = writer.Emit(Floats, $"sitofp {sum} to {Floats}");
        IrValue product = writer.Emit(Floats, $"fmul {real}, {writer.Splat(left, layout.Lanes).Name}");
        totals[i] = MultiplyAdd.Emit(writer, target, product, right, totals[i]);
    }

    private IrValue Less(IrValue sum, IrValue left, int zero) =>
        writer.Emit(dots.Integers, $"sub {sum}, {writer.Splat(writer.Emit("i32", $"mul {left}, {zero}"), layout.Lanes).Name}");

    private IrValue Small(string conversion, IrValue address) =>
        writer.Emit(Floats, $"{conversion} {writer.Load($"<{layout.Lanes} x i8>", address, 1)} to {Floats}");

    // One word of four bytes of each column; integers begin behind so many bytes of scales a column.
    private IrValue Word(IrValue group, int scaleBytes, int word) => writer.Load(dots.Bytes, At(group, layout.Lanes * (scaleBytes + 4 * word)), 2);

    private IrValue Nibble(IrValue bytes, int side) => side == 0
        ? writer.Emit(dots.Bytes, $"and {bytes}, {dots.Constant("i8", 15, 4 * layout.Lanes).Name}")
        : writer.Emit(dots.Bytes, $"lshr {bytes}, {dots.Constant("i8", 4, 4 * layout.Lanes).Name}");

    private IrValue At(IrValue pointer, int bytes) => writer.Element(pointer, "i8", IrWriter.Int(bytes));

    /// <summary>The parts of a quantised row.</summary>
    private sealed class LeftRow(IrWriter writer, IrValue row, IrValue depth) {
        private readonly IrValue scales = QuantizedRow.Scales(writer, row), sums = QuantizedRow.Sums(writer, row, depth), halves = QuantizedRow.HalfSums(writer, row, depth);
        private readonly IrValue bytes = QuantizedRow.Bytes(writer, row, depth), words = QuantizedRow.Words(writer, row, depth);

        public IrValue Scale(IrValue block) => writer.Load("float", writer.Element(scales, "float", block), 4);

        public IrValue Sum(IrValue block) => writer.Load("i32", writer.Element(sums, "i32", block), 4);

        public IrValue HalfSum(IrValue block, int half) =>
            writer.Load("i32", writer.Element(halves, "i32", writer.Add(writer.Multiply(block, IrWriter.Int(2)), IrWriter.Int(half))), 4);

        public IrValue Byte(IrValue block, int at) => Part(bytes, "i8", block, at);

        public IrValue Word(IrValue block, int at) => Part(words, "i16", block, at);

        private IrValue Part(IrValue start, string type, IrValue block, int at) =>
            writer.Element(writer.Element(start, type, writer.Multiply(block, IrWriter.Int(StoredForms.Block))), type, IrWriter.Int(at));
    }
}
