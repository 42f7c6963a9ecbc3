using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes sort kernels. A key and its position are packed into 64 bits, the key above in a form whose unsigned order is the order asked
/// for; short rows are sorted by insertion, long ones byte by byte of the key (least significant first), so that the cost is linear and
/// equal keys stay in order. Keys of 64 bits are sorted by their lower half and then, in that order, by the upper one.
/// </summary>
internal static class SortEmitter {
    private const int LongestInsertion = 32;

    public static void Write(KernelContext context, SortKernel kernel) {
        IrWriter writer = context.Writer;
        ScalarEmitter emitter = context.Emitter;
        IrValue extent = emitter.Extent(kernel.Along.Extent);
        IrValue items = kernel.Rows.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        (IrValue first, IrValue end) = context.Share(items);
        writer.Loop(first, end, 1, row => {
            KernelScope scope = new(null);
            context.Decode(row, kernel.Rows, scope);
            emitter.Hoist([kernel.Key], kernel.Along, scope);
            IrValue start = writer.Multiply(row, writer.Multiply(extent, IrWriter.Int(2)));
            IrValue packed = writer.Element(new IrValue("ptr", $"%b{kernel.Workspace}"), "i64", start);
            IrValue spare = writer.Element(packed, "i64", extent);
            bool isWide = kernel.Key.Type is ElementType.I64 or ElementType.F64;
            writer.Loop(IrWriter.Int(0), extent, 1, i => Pack(i, i, isWide ? 0 : null));
            writer.Declare("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1 immarg)");
            writer.Emit($"call void @sinter.sort({packed}, {spare}, {extent})");
            if (isWide) {
                writer.Loop(IrWriter.Int(0), extent, 1, i => {
                    IrValue entry = writer.Load("i64", writer.Element(packed, "i64", i), 8);
                    Pack(i, writer.Emit("i64", $"and {entry}, 4294967295"), 32);
                });
                writer.Emit($"call void @sinter.sort({packed}, {spare}, {extent})");
            }
            writer.Loop(IrWriter.Int(0), emitter.Extent(kernel.Rank.Extent), 1, rank => {
                IrValue entry = writer.Load("i64", writer.Element(packed, "i64", rank), 8);
                IrValue position = writer.Emit("i32", $"trunc {entry} to i32");
                KernelScope inside = scope.Inside(kernel.Rank, rank);
                Index linear = emitter.Linear(kernel.Order.Parameter, kernel.Order.At);
                inside.Remember(kernel.Order.Value, position);
                emitter.Store(new IrValue("ptr", $"%b{kernel.Order.Parameter}"), kernel.Order.Parameter, linear, position, inside);
            });

            // Of a wide key the half that begins at a bit.
            void Pack(IrValue place, IrValue position, int? half) {
                IrValue bits = Ordered(emitter, kernel.Key.Type, emitter.Emit(kernel.Key, scope.Inside(kernel.Along, position)));
                if (half is { } from) {
                    bits = writer.Emit("i32", $"trunc {(from == 0 ? bits : writer.Emit("i64", $"lshr {bits}, {from}"))} to i32");
                }
                if (kernel.Descending) {
                    bits = writer.Emit("i32", $"xor {bits}, -1");
                }
                IrValue wide = writer.Emit("i64", $"zext {bits} to i64");
                IrValue high = writer.Emit("i64", $"shl {wide}, 32");
                writer.Store(writer.Emit("i64", $"or {high}, {position.Name}"), writer.Element(packed, "i64", place), 8);
            }
        });
    }

    // Bits, as many as the key's or 32, whose unsigned order is that of the keys; both zeros are one key, and every NaN is the largest.
    private static IrValue Ordered(ScalarEmitter emitter, ElementType type, IrValue key) {
        IrWriter writer = emitter.Writer;
        bool isWide = type is ElementType.I64 or ElementType.F64;
        string whole = isWide ? "i64" : "i32";
        string least = isWide ? "-9223372036854775808" : "-2147483648";
        if (!type.IsFloat()) {
            return type == ElementType.Bool ? writer.Emit("i32", $"zext {key} to i32") : writer.Emit(whole, $"xor {key}, {least}");
        }
        string real = isWide ? "double" : "float";
        IrValue isNumber = writer.Emit("i1", $"fcmp ord {key}, 0.0");
        IrValue number = writer.Emit(real, $"select {isNumber}, {key}, {real} 0x7FF8000000000000");
        IrValue isZero = writer.Emit("i1", $"fcmp oeq {number}, 0.0");
        IrValue positive = writer.Emit(real, $"select {isZero}, {real} 0.0, {number}");
        IrValue bits = writer.Emit(whole, $"bitcast {positive} to {whole}");
        IrValue sign = writer.Emit(whole, $"ashr {bits}, {(isWide ? 63 : 31)}");
        IrValue flip = writer.Emit(whole, $"or {sign}, {least}");
        return writer.Emit(whole, $"xor {bits}, {flip.Name}");
    }

    /// <summary>The function that sorts packed entries in ascending order, with as many spare ones beside them.</summary>
    public static void WriteSort(StringBuilder text) => text.Append($$"""
        define internal void @sinter.sort(ptr %packed, ptr %spare, i64 %n) noinline nounwind {
        entry:
          %counts = alloca [1024 x i64], align 64
          %short = icmp ule i64 %n, {{LongestInsertion}}
          br i1 %short, label %insert.head, label %radix

        insert.head:
          %i = phi i64 [ 1, %entry ], [ %i.next, %insert.done ]
          %i.more = icmp slt i64 %i, %n
          br i1 %i.more, label %insert.take, label %return
        insert.take:
          %take.at = getelementptr inbounds i64, ptr %packed, i64 %i
          %taken = load i64, ptr %take.at, align 8
          %taken.key = lshr i64 %taken, 32
          br label %shift.head
        shift.head:
          %j = phi i64 [ %i, %insert.take ], [ %j.before, %shift.move ]
          %j.some = icmp sgt i64 %j, 0
          br i1 %j.some, label %shift.test, label %insert.done
        shift.test:
          %j.before = add i64 %j, -1
          %before.at = getelementptr inbounds i64, ptr %packed, i64 %j.before
          %before = load i64, ptr %before.at, align 8
          %before.key = lshr i64 %before, 32
          %larger = icmp ugt i64 %before.key, %taken.key
          br i1 %larger, label %shift.move, label %insert.done
        shift.move:
          %j.at = getelementptr inbounds i64, ptr %packed, i64 %j
          store i64 %before, ptr %j.at, align 8
          br label %shift.head
        insert.done:
          %free.at = getelementptr inbounds i64, ptr %packed, i64 %j
          store i64 %taken, ptr %free.at, align 8
          %i.next = add i64 %i, 1
          br label %insert.head

        radix:
          call void @llvm.memset.p0.i64(ptr align 64 %counts, i8 0, i64 8192, i1 false)
          br label %count.head
        count.head:
          %c = phi i64 [ 0, %radix ], [ %c.next, %count.body ]
          %c.more = icmp slt i64 %c, %n
          br i1 %c.more, label %count.body, label %pass.head
        count.body:
          %c.at = getelementptr inbounds i64, ptr %packed, i64 %c
          %c.entry = load i64, ptr %c.at, align 8
        {{string.Join("\n", Enumerable.Range(0, 4).Select(Count))}}
          %c.next = add i64 %c, 1
          br label %count.head

        pass.head:
          %p = phi i64 [ 0, %count.head ], [ %p.next, %pass.end ]
          %from = phi ptr [ %packed, %count.head ], [ %to, %pass.end ]
          %to = phi ptr [ %spare, %count.head ], [ %from, %pass.end ]
          %p.more = icmp slt i64 %p, 4
          br i1 %p.more, label %sum.start, label %return
        sum.start:
          %p.base = shl i64 %p, 8
          %p.bits = shl i64 %p, 3
          %p.shift = add i64 %p.bits, 32
          br label %sum.head
        sum.head:
          %b = phi i64 [ 0, %sum.start ], [ %b.next, %sum.body ]
          %total = phi i64 [ 0, %sum.start ], [ %total.next, %sum.body ]
          %b.more = icmp slt i64 %b, 256
          br i1 %b.more, label %sum.body, label %move.head
        sum.body:
          %b.index = add i64 %p.base, %b
          %b.at = getelementptr inbounds i64, ptr %counts, i64 %b.index
          %b.count = load i64, ptr %b.at, align 8
          store i64 %total, ptr %b.at, align 8
          %total.next = add i64 %total, %b.count
          %b.next = add i64 %b, 1
          br label %sum.head
        move.head:
          %m = phi i64 [ 0, %sum.head ], [ %m.next, %move.body ]
          %m.more = icmp slt i64 %m, %n
          br i1 %m.more, label %move.body, label %pass.end
        move.body:
          %m.at = getelementptr inbounds i64, ptr %from, i64 %m
          %m.entry = load i64, ptr %m.at, align 8
          %m.shifted = lshr i64 %m.entry, %p.shift
          %m.byte = and i64 %m.shifted, 255
          %m.index = add i64 %p.base, %m.byte
          %m.place = getelementptr inbounds i64, ptr %counts, i64 %m.index
          %m.rank = load i64, ptr %m.place, align 8
          %m.following = add i64 %m.rank, 1
          store i64 %m.following, ptr %m.place, align 8
          %m.target = getelementptr inbounds i64, ptr %to, i64 %m.rank
          store i64 %m.entry, ptr %m.target, align 8
          %m.next = add i64 %m, 1
          br label %move.head
        pass.end:
          %p.next = add i64 %p, 1
          br label %pass.head

        return:
          ret void
        }


        """.Replace("\r\n", "\n"));

    // How often each value of one byte of the key occurs.
    private static string Count(int part) => $"""
          %c{part}.shifted = lshr i64 %c.entry, {32 + 8 * part}
          %c{part}.byte = and i64 %c{part}.shifted, 255
          %c{part}.index = add i64 %c{part}.byte, {256 * part}
          %c{part}.at = getelementptr inbounds i64, ptr %counts, i64 %c{part}.index
          %c{part}.old = load i64, ptr %c{part}.at, align 8
          %c{part}.new = add i64 %c{part}.old, 1
          store i64 %c{part}.new, ptr %c{part}.at, align 8
        """;
}
