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
    private const int LineBytes = 64;

    private readonly IrWriter writer = new(declarations);
    private ByteDots dots = null!;
    private LeftRow[] lefts = [];
    private IrValue[] totals = [];
    // Of each panel, the block that is worked on.
    private IrValue[] places = [];
    private IrValue ahead;
    private int blockBytes;
    private bool looksAhead;

    /// <summary>
    /// Panels that one row goes over at a time: the row's bytes are spread once for all of them, and memory is read at as many places.
    /// Blocks of Q6_K are read at two places each.
    /// </summary>
    public static int PanelsForOneRow(StoredForm form) => form == StoredForm.Q6_K ? 2 : 4;

    public static string Name(StoredForm form, int rows, int panels) => $"@sinter.packed.{PackedFunctions.NameOf(form)}.{rows}x{panels}";

    public void Write(StringBuilder text, StoredForm form, int rows, int panels) {
        IntegerProducts body = new(target, layout, declarations);
        body.Emit(form, rows, panels);
        PackedFunctions.Define(text, Name(form, rows, panels), "ptr noalias readonly %rows, i64 %step, ptr noalias readonly %panel, i64 %depth, ptr noalias %result", body.writer,
            $"{rows} quantised rows times {panels} panels of {form}");
    }

    private string Floats => $"<{layout.Lanes} x float>";

    private void Emit(StoredForm form, int rows, int panels) {
        dots = new ByteDots(writer, layout);
        (IrValue step, IrValue panel, IrValue depth) = (new("i64", "%step"), new("ptr", "%panel"), new("i64", "%depth"));
        lefts = [.. Enumerable.Range(0, rows).Select(r => new LeftRow(writer, writer.Element(new IrValue("ptr", "%rows"), "i8", writer.Multiply(step, IrWriter.Int(r))), depth))];
        (blockBytes, looksAhead) = (PackedLayout.Groups * layout.Lanes * PackedLayout.ColumnBytes(form), rows == 1 && form == StoredForm.Q6_K);
        IrValue[] zero = [.. Enumerable.Repeat(new IrValue(Floats, "zeroinitializer"), rows * panels * PackedLayout.Groups)];
        IrValue blocks = writer.Divide(depth, IrWriter.Int(PackedLayout.Depth(form)));
        IrValue panelBytes = writer.Multiply(blocks, IrWriter.Int(blockBytes));
        IrValue[] sums = writer.Loop(IrWriter.Int(0), blocks, 1, zero, (block, sofar) => {
            totals = [.. sofar];
            IrValue within = writer.Multiply(block, IrWriter.Int(blockBytes)), first = writer.Element(panel, "i8", within);
            places = [.. Enumerable.Range(0, panels).Select(p => writer.Element(first, "i8", writer.Multiply(panelBytes, IrWriter.Int(p))))];
            if (looksAhead) {
                // Behind the end of its panel each of several places goes on in the next panel that is its own.
                IrValue isBehind = writer.Compare("sge", writer.Add(within, IrWriter.Int(blockBytes)), panelBytes);
                ahead = writer.Add(writer.Select(isBehind, writer.Multiply(panelBytes, IrWriter.Int(panels - 1)), IrWriter.Int(0)), IrWriter.Int(blockBytes));
            }
            switch (form) {
                case StoredForm.Q8_0 or StoredForm.Q4_0: BlockOf32(form, block); break;
                case StoredForm.Q4_K: BlockOfQ4K(block); break;
                case StoredForm.Q6_K: BlockOfQ6K(block); break;
                default: throw new InvalidOperationException($"no blocks of {form}");
            }
            return totals;
        });
        for (int i = 0; i < sums.Length; i++) {
            writer.Store(sums[i], writer.Element(new IrValue("ptr", "%result"), "float", IrWriter.Int((long)i * layout.Lanes)), 4);
        }
    }

    // One row waits for memory alone. Hardware follows panels that are read from beginning to end better than instructions can, and does
    // not follow blocks that are read at two places. Each part of such a block asks for as much of the next as it reads itself: more at
    // once than can be under way would be waited for. What lies behind the last panel is not read.
    private void BringNear(IrValue part, int parts) {
        if (!looksAhead) {
            return;
        }
        writer.Declare("declare void @llvm.prefetch.p0(ptr, i32, i32, i32)");
        IrValue offset = writer.Add(ahead, writer.Multiply(part, IrWriter.Int(blockBytes / parts)));
        foreach (IrValue place in places) {
            for (int line = 0; line < blockBytes / parts; line += LineBytes) {
                // It may lie behind the panels, so not by a pointer that promises to be within them.
                IrValue near = writer.Emit("ptr", $"getelementptr i8, {place}, {writer.Add(offset, IrWriter.Int(line))}");
                writer.Emit($"call void @llvm.prefetch.p0({near}, i32 0, i32 3, i32 1)");
            }
        }
    }

    private void BlockOf32(StoredForm form, IrValue block) {
        if (form == StoredForm.Q4_0) {
            FlatBlock(block, steps: 4, parts: 2, most: 15, zero: 8, (g, step, side) => Nibble(Word(g, 2, step), side));
        } else if (layout.HasSigns) {
            SignedBlock(block);
        } else {
            FlatBlock(block, steps: 8, parts: 1, most: 255, zero: 128, (g, step, _) => Word(g, 2, step));
        }
    }

    // Weights of either sign: their magnitudes are multiplied, and the left operand takes their signs.
    private void SignedBlock(IrValue block) => Scale(block, Steps(StoredForms.Block / 4, dots.Integers, (step, sofar) => {
        IrValue[] updated = [.. sofar];
        IrValue[] weights = EachGroup(g => Word(g, 2, step));
        IrValue[] magnitudes = [.. weights.Select(dots.Magnitude)];
        EachSum(row => dots.Left(row.Byte(block, step)), (i, g, left) =>
            updated[i] = dots.Add(updated[i], dots.Widened(dots.BytePairs(magnitudes[g], dots.Signed(left, weights[g])))));
        return updated;
    }));

    // One block of the left operand, whose weights have one scale: the integer that stands for zero is taken off the sums.
    private void FlatBlock(IrValue block, int steps, int parts, int most, int zero, Weight weight) {
        IrValue[] sums = Sums(block, steps, parts, most, weight, (step, part) => writer.Add(step, IrWriter.Int(part * steps)));
        for (int i = 0; i < sums.Length; i++) {
            sums[i] = Less(sums[i], lefts[i / Groups].Sum(block), zero);
        }
        Scale(block, sums);
    }

    /// <summary>Four unsigned weights of each column of a group, in one part of a step.</summary>
    private delegate IrValue Weight(int group, IrValue step, int part);

    /// <summary>
    /// The sums of each row and group over the words of some steps. They are exact: sums in 16 bits are widened before they can overflow.
    /// </summary>
    private IrValue[] Sums(IrValue block, int steps, int parts, int most, Weight weight, Func<IrValue, int, IrValue> word) {
        int together = short.MaxValue / (2 * 127 * most);
        bool areWords = dots.Kind == DotProduct.Pairs && steps * parts <= together;
        IrValue[] all = Steps(steps, areWords ? dots.Words : dots.Integers, (step, sofar) => {
            IrValue[] updated = [.. sofar];
            IrValue?[] pairs = new IrValue?[updated.Length];
            for (int part = 0; part < parts; part++) {
                IrValue at = word(step, part);
                IrValue[] weights = EachGroup(g => weight(g, step, part));
                EachSum(row => dots.Left(row.Byte(block, at)), (i, g, left) => {
                    if (dots.Kind != DotProduct.Pairs) {
                        updated[i] = dots.AddProducts(updated[i], weights[g], left);
                        return;
                    }
                    IrValue products = dots.BytePairs(weights[g], left);
                    pairs[i] = pairs[i] is { } before ? dots.Add(before, products) : products;
                });
            }
            if (dots.Kind == DotProduct.Pairs) {
                updated = [.. updated.Select((sum, i) => dots.Add(sum, areWords ? pairs[i]!.Value : dots.Widened(pairs[i]!.Value)))];
            }
            return updated;
        });
        return areWords ? [.. all.Select(dots.Widened)] : all;
    }

    // A loop that stays one: written out, its loads are all put first, for which there are too few registers.
    private IrValue[] Steps(int count, string type, Func<IrValue, IrValue[], IrValue[]> body) =>
        writer.Loop(IrWriter.Int(0), IrWriter.Int(count), 1, [.. totals.Select(_ => new IrValue(type, "zeroinitializer"))], body, ", !llvm.loop !2");

    private void EachSum(Func<LeftRow, IrValue> leftOf, Action<int, int, IrValue> body) {
        for (int r = 0; r < lefts.Length; r++) {
            IrValue left = leftOf(lefts[r]);
            for (int g = 0; g < Groups; g++) {
                body(r * Groups + g, g, left);
            }
        }
    }

    private void Scale(IrValue block, IrValue[] sums) {
        IrValue[] scales = Halves(0);
        for (int i = 0; i < sums.Length; i++) {
            AddScaled(i, sums[i], lefts[i / Groups].Scale(block), scales[i % Groups]);
        }
    }

    private void BlockOfQ4K(IrValue super) {
        int lanes = layout.Lanes;
        IrValue[] scales = Halves(0);
        IrValue[] minima = Halves(2);
        totals = writer.Loop(IrWriter.Int(0), IrWriter.Int(4), 1, totals, (chunk, sofar) => {
            totals = [.. sofar];
            for (int half = 0; half < 2; half++) {
                IrValue part = writer.Add(writer.Multiply(chunk, IrWriter.Int(2)), IrWriter.Int(half));
                IrValue block = writer.Add(writer.Multiply(super, IrWriter.Int(8)), part);
                IrValue first = writer.Multiply(chunk, IrWriter.Int(8));
                int side = half;
                IrValue[] sums = Sums(block, 8, 1, 15, (g, step, _) => Nibble(Word(g, 20, writer.Add(first, step)), side), (step, _) => step);
                for (int g = 0; g < Groups; g++) {
                    IrValue scale = writer.Emit(Floats, $"fmul {scales[g]}, {writer.Emit(Floats, $"uitofp {Small(g, 4, part)} to {Floats}").Name}");
                    IrValue minimum = writer.Emit(Floats, $"fmul {minima[g]}, {writer.Emit(Floats, $"uitofp {Small(g, 12, part)} to {Floats}").Name}");
                    for (int r = 0; r < lefts.Length; r++) {
                        int i = r * Groups + g;
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

    private void BlockOfQ6K(IrValue super) {
        int lanes = layout.Lanes;
        IrValue[] scales = Halves(0);
        totals = writer.Loop(IrWriter.Int(0), IrWriter.Int(2), 1, totals, (half, sofar) => {
            totals = [.. sofar];
            IrValue lows = writer.Multiply(half, IrWriter.Int(16)), highs = writer.Multiply(half, IrWriter.Int(8));
            for (int quarter = 0; quarter < 4; quarter++) {
                int q = quarter;
                IrValue inside = writer.Add(writer.Multiply(half, IrWriter.Int(4)), IrWriter.Int(q));
                BringNear(inside, 8);
                IrValue block = writer.Add(writer.Multiply(super, IrWriter.Int(8)), inside);
                IrValue Bits(int g, IrValue word) {
                    IrValue low = Nibble(Word(g, 18, writer.Add(lows, writer.Add(word, IrWriter.Int(q % 2 * 8)))), q / 2);
                    IrValue high = Word(g, 146, writer.Add(highs, word));
                    IrValue bits = writer.Emit(dots.Bytes, $"and {(q == 0 ? high : writer.Emit(dots.Bytes, $"lshr {high}, {dots.Constant("i8", 2 * q, 4 * lanes).Name}"))}, {dots.Constant("i8", 3, 4 * lanes).Name}");
                    return writer.Emit(dots.Bytes, $"or {low}, {writer.Emit(dots.Bytes, $"shl {bits}, {dots.Constant("i8", 4, 4 * lanes).Name}").Name}");
                }
                IrValue[] sums = new IrValue[totals.Length];
                for (int part = 0; part < 2; part++) {
                    int first = 4 * part;
                    IrValue At(IrValue step, int side) => writer.Add(writer.Multiply(step, IrWriter.Int(2)), IrWriter.Int(first + side));
                    IrValue[] partial = Sums(block, 2, 2, 63, (g, step, side) => Bits(g, At(step, side)), At);
                    IrValue row = writer.Add(writer.Multiply(inside, IrWriter.Int(2)), IrWriter.Int(part));
                    for (int g = 0; g < Groups; g++) {
                        IrValue scale = writer.Emit(dots.Integers, $"sext {Small(g, 2, row)} to {dots.Integers}");
                        for (int r = 0; r < lefts.Length; r++) {
                            int i = r * Groups + g;
                            IrValue scaled = dots.Multiply(Less(partial[i], lefts[r].HalfSum(block, part), 32), scale);
                            sums[i] = part == 0 ? scaled : dots.Add(sums[i], scaled);
                        }
                    }
                }
                for (int i = 0; i < sums.Length; i++) {
                    AddScaled(i, sums[i], lefts[i / Groups].Scale(block), scales[i % Groups]);
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

    // Groups of all panels.
    private int Groups => places.Length * PackedLayout.Groups;

    private IrValue[] EachGroup(Func<int, IrValue> of) => [.. Enumerable.Range(0, Groups).Select(of)];

    /// <summary>Where a row of a group lies, with so much for each column; what comes before it in the group is so many bytes a column.</summary>
    private IrValue Row(int group, int before, IrValue row, int columnBytes) {
        (int start, int offset) = layout.RowAt(before, group % PackedLayout.Groups, columnBytes);
        IrValue rows = writer.Multiply(row, IrWriter.Int(PackedLayout.Groups * layout.Lanes * columnBytes));
        return writer.Element(writer.Element(places[group / PackedLayout.Groups], "i8", IrWriter.Int(start + offset)), "i8", rows);
    }

    // A half of each column.
    private IrValue[] Halves(int before) => EachGroup(g => PackedFunctions.LoadFloats(writer, target, StoredForm.F16, Row(g, before, IrWriter.Int(0), 2), layout.Lanes));

    // A byte of each column.
    private IrValue Small(int group, int before, IrValue row) => writer.Load($"<{layout.Lanes} x i8>", Row(group, before, row, 1), 1);

    // A word of four bytes of each column.
    private IrValue Word(int group, int before, IrValue word) => writer.Load(dots.Bytes, Row(group, before, word, 4), 2);

    private IrValue Nibble(IrValue bytes, int side) => side == 0
        ? writer.Emit(dots.Bytes, $"and {bytes}, {dots.Constant("i8", 15, 4 * layout.Lanes).Name}")
        : writer.Emit(dots.Bytes, $"lshr {bytes}, {dots.Constant("i8", 4, 4 * layout.Lanes).Name}");

    /// <summary>The parts of a quantised row.</summary>
    private sealed class LeftRow(IrWriter writer, IrValue row, IrValue depth) {
        private readonly IrValue scales = QuantizedRow.Scales(writer, row), sums = QuantizedRow.Sums(writer, row, depth), halves = QuantizedRow.HalfSums(writer, row, depth);
        private readonly IrValue bytes = QuantizedRow.Bytes(writer, row, depth);

        public IrValue Scale(IrValue block) => writer.Load("float", writer.Element(scales, "float", block), 4);

        public IrValue Sum(IrValue block) => writer.Load("i32", writer.Element(sums, "i32", block), 4);

        public IrValue HalfSum(IrValue block, int half) =>
            writer.Load("i32", writer.Element(halves, "i32", writer.Add(writer.Multiply(block, IrWriter.Int(2)), IrWriter.Int(half))), 4);

        public IrValue Byte(IrValue block, IrValue word) =>
            writer.Element(writer.Element(bytes, "i8", writer.Multiply(block, IrWriter.Int(StoredForms.Block))), "i8", writer.Multiply(word, IrWriter.Int(4)));
    }
}
