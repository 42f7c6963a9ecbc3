using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes what a profile needs beside the functions that run otherwise: for each of them a variant that takes the time at every
/// kernel, the kernels' names and costs as text, and two functions that find the floors of the machine. docs/profile.md describes it.
/// </summary>
internal static class ProfileEmitter {
    /// <summary>What the name of a function's variant ends with.</summary>
    public const string Suffix = "_profiled";

    // Products under way at once hide the latency of one: at most 5 cycles, two started in each.
    private const int Accumulators = 10;
    private const long UsualTime = 128;

    /// <summary>The text of all parts.</summary>
    public static string Write(Plan plan, TargetDescription target, SortedSet<string> declarations) {
        StringBuilder text = new();
        WriteCosts(text, plan);
        WriteMarks(text);
        WriteReading(text, plan, target);
        WriteMultiplying(text, plan, target, declarations);
        foreach (Function function in plan.Entries) {
            text.Append(ScheduleEmitter.Write(plan, function, declarations, isProfiled: true));
        }
        return text.ToString();
    }

    /// <summary>One line a kernel: kind, tab, what it fuses, tab, operations, tab, bytes; both as sums of products of symbols' numbers.</summary>
    internal static string Costs(Plan plan) => string.Concat(plan.Kernels.Select(kernel => {
        KernelCost cost = KernelCost.Of(kernel, extent => extent.Evaluate(name => Usual(plan, name)));
        return $"{kernel.Kind}\t{string.Join(" ", kernel.Fused)}\t{Sum(plan, cost.Operations)}\t{Sum(plan, cost.Bytes)}\n";
    }));

    private static void WriteCosts(StringBuilder text, Plan plan) {
        byte[] bytes = Encoding.UTF8.GetBytes(Costs(plan));
        text.Append($"@{plan.Prefix}_costs = constant [{bytes.Length + 1} x i8] c\"");
        foreach (byte value in bytes) {
            text.Append(value is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\' ? ((char)value).ToString() : "\\" + value.ToString("X2", CultureInfo.InvariantCulture));
        }
        text.Append("\\00\"\n\n");
    }

    private static long Usual(Plan plan, string name) {
        Symbol? symbol = plan.Symbols.FirstOrDefault(known => known.Name == name);
        return symbol is null ? 0 : name == "Time" ? System.Math.Min(System.Math.Max(UsualTime, symbol.Minimum), symbol.Maximum) : symbol.Minimum;
    }

    // "1536*0*1+24": symbols by their place in the module. A counter of a loop counts as 0.
    private static string Sum(Plan plan, Dimension extent) {
        List<string> names = [.. plan.Symbols.Select(symbol => symbol.Name)];
        string[] terms = [.. extent.Terms.Where(term => term.Symbols.All(names.Contains)).Select(term =>
            string.Join("*", new[] { term.Coefficient }.Concat(term.Symbols.Select(name => (long)names.IndexOf(name))).Select(number => number.ToString(CultureInfo.InvariantCulture))))];
        return terms.Length == 0 ? "0" : string.Join("+", terms);
    }

    // At byte 120 of the barrier's block is the address of the record: [0] room, [1] how many, [2] when thread 0 was done with
    // the kernel, [3] when the kernel before had ended; from [4] on four words each: kernel, start, done, end.
    private static void WriteMarks(StringBuilder text) => text.Append("""
        declare i32 @clock_gettime(i32, ptr)

        ; Nanoseconds of the monotonic clock.
        define internal i64 @sinter.clock() noinline nounwind {
        entry:
          %time = alloca { i64, i64 }, align 8
          %ignored = call i32 @clock_gettime(i32 1, ptr %time)
          %seconds = load i64, ptr %time, align 8
          %rest.address = getelementptr inbounds i8, ptr %time, i64 8
          %rest = load i64, ptr %rest.address, align 8
          %whole = mul i64 %seconds, 1000000000
          %now = add i64 %whole, %rest
          ret i64 %now
        }

        ; Notes the time in a word of the record's head.
        define internal void @sinter.note(ptr %barrier, i64 %thread, i64 %word) noinline nounwind {
        entry:
          %first = icmp eq i64 %thread, 0
          br i1 %first, label %note, label %done
        note:
          %record.address = getelementptr inbounds i8, ptr %barrier, i64 120
          %record = load ptr, ptr %record.address, align 8
          %place = getelementptr inbounds i64, ptr %record, i64 %word
          %now = call i64 @sinter.clock()
          store i64 %now, ptr %place, align 8
          br label %done
        done:
          ret void
        }

        ; Writes down that all threads are through a kernel.
        define internal void @sinter.record(ptr %barrier, i64 %thread, i64 %kernel) noinline nounwind {
        entry:
          %first = icmp eq i64 %thread, 0
          br i1 %first, label %note, label %done
        note:
          %record.address = getelementptr inbounds i8, ptr %barrier, i64 120
          %record = load ptr, ptr %record.address, align 8
          %room = load i64, ptr %record, align 8
          %count.address = getelementptr inbounds i64, ptr %record, i64 1
          %count = load i64, ptr %count.address, align 8
          %following = add i64 %count, 1
          store i64 %following, ptr %count.address, align 8
          %own.address = getelementptr inbounds i64, ptr %record, i64 2
          %own = load i64, ptr %own.address, align 8
          %start.address = getelementptr inbounds i64, ptr %record, i64 3
          %start = load i64, ptr %start.address, align 8
          %now = call i64 @sinter.clock()
          store i64 %now, ptr %start.address, align 8
          %fits = icmp ult i64 %count, %room
          br i1 %fits, label %write, label %done
        write:
          %offset = shl i64 %count, 2
          %line = add i64 %offset, 4
          %place = getelementptr inbounds i64, ptr %record, i64 %line
          store i64 %kernel, ptr %place, align 8
          %place1 = getelementptr inbounds i64, ptr %place, i64 1
          store i64 %start, ptr %place1, align 8
          %place2 = getelementptr inbounds i64, ptr %place, i64 2
          store i64 %own, ptr %place2, align 8
          %place3 = getelementptr inbounds i64, ptr %place, i64 3
          store i64 %now, ptr %place3, align 8
          br label %done
        done:
          ret void
        }


        """.Replace("\r\n", "\n"));

    // table[0]: memory, table[1]: a line for each thread's result; symbols[0]: bytes that each thread reads, a multiple of 512.
    private static void WriteReading(StringBuilder text, Plan plan, TargetDescription target) {
        int words = target.VectorBytes / 4;
        string vector = $"<{words} x i32>";
        const int Loads = 8;
        text.Append("; Reads a share of memory, as fast as it comes.\n");
        text.Append($"define void @{plan.Prefix}_floor_read({FloorArguments}) nounwind {{\nentry:\n");
        text.Append("  %memory = load ptr, ptr %table, align 8\n  %bytes = load i64, ptr %symbols, align 8\n  %t = sext i32 %thread to i64\n");
        text.Append("  %first = mul i64 %t, %bytes\n  %end = add i64 %first, %bytes\n  br label %loop\nloop:\n");
        text.Append("  %at = phi i64 [ %first, %entry ], [ %next, %loop ]\n");
        for (int i = 0; i < Loads; i++) {
            text.Append($"  %s{i} = phi {vector} [ zeroinitializer, %entry ], [ %n{i}, %loop ]\n");
        }
        for (int i = 0; i < Loads; i++) {
            text.Append($"  %o{i} = add i64 %at, {i * target.VectorBytes}\n  %p{i} = getelementptr inbounds i8, ptr %memory, i64 %o{i}\n");
            text.Append($"  %v{i} = load {vector}, ptr %p{i}, align {target.VectorBytes}\n  %n{i} = add {vector} %s{i}, %v{i}\n");
        }
        text.Append($"  %next = add i64 %at, {Loads * target.VectorBytes}\n  %more = icmp ult i64 %next, %end\n  br i1 %more, label %loop, label %done\ndone:\n");
        WriteResult(text, vector, Loads, "add", target);
    }

    // table[0]: two numbers, near 1 and near 0; table[1]: results; symbols[0]: how many times each accumulator is multiplied.
    private static void WriteMultiplying(StringBuilder text, Plan plan, TargetDescription target, SortedSet<string> declarations) {
        int lanes = target.VectorBytes / 4;
        string vector = $"<{lanes} x float>";
        bool fused = target.HasFeature("fma") || !target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal);
        if (fused) {
            declarations.Add($"declare {vector} @llvm.fma.v{lanes}f32({vector}, {vector}, {vector})");
        }
        text.Append("; Multiplies and adds in registers, as fast as it goes.\n");
        text.Append($"define void @{plan.Prefix}_floor_multiply({FloorArguments}) nounwind {{\nentry:\n");
        text.Append("  %numbers = load ptr, ptr %table, align 8\n  %times = load i64, ptr %symbols, align 8\n  %t = sext i32 %thread to i64\n");
        text.Append("  %one = load float, ptr %numbers, align 4\n  %small.address = getelementptr inbounds float, ptr %numbers, i64 1\n  %small = load float, ptr %small.address, align 4\n");
        text.Append($"  %x.first = insertelement {vector} poison, float %one, i64 0\n  %x = shufflevector {vector} %x.first, {vector} poison, <{lanes} x i32> zeroinitializer\n");
        text.Append($"  %y.first = insertelement {vector} poison, float %small, i64 0\n  %y = shufflevector {vector} %y.first, {vector} poison, <{lanes} x i32> zeroinitializer\n");
        text.Append("  br label %loop\nloop:\n  %i = phi i64 [ 0, %entry ], [ %next, %loop ]\n");
        for (int i = 0; i < Accumulators; i++) {
            text.Append($"  %s{i} = phi {vector} [ %y, %entry ], [ %n{i}, %loop ]\n");
        }
        for (int i = 0; i < Accumulators; i++) {
            text.Append(fused
                ? $"  %n{i} = call {vector} @llvm.fma.v{lanes}f32({vector} %s{i}, {vector} %x, {vector} %y)\n"
                : $"  %m{i} = fmul {vector} %s{i}, %x\n  %n{i} = fadd {vector} %m{i}, %y\n");
        }
        text.Append("  %next = add i64 %i, 1\n  %more = icmp ult i64 %next, %times\n  br i1 %more, label %loop, label %done\ndone:\n");
        WriteResult(text, vector, Accumulators, "fadd", target);
    }

    private const string FloorArguments = "ptr %table, ptr %symbols, ptr %scratch, i32 %thread, i32 %threads, ptr %barrier";

    private static void WriteResult(StringBuilder text, string vector, int count, string add, TargetDescription target) {
        text.Append($"  %sum1 = {add} {vector} %n0, %n1\n");
        for (int i = 2; i < count; i++) {
            text.Append($"  %sum{i} = {add} {vector} %sum{i - 1}, %n{i}\n");
        }
        text.Append("  %results.address = getelementptr inbounds ptr, ptr %table, i64 1\n  %results = load ptr, ptr %results.address, align 8\n");
        text.Append($"  %mine = shl i64 %t, 6\n  %result = getelementptr inbounds i8, ptr %results, i64 %mine\n  store {vector} %sum{count - 1}, ptr %result, align {target.VectorBytes}\n  ret void\n}}\n\n");
    }
}
