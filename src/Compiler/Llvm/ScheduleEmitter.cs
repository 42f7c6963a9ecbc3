using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Plans;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes a function's schedule: every thread runs through all calls and meets the others at a barrier between any two. Loops and
/// branches are taken by all threads alike, for each reads the same counter and condition. A thread below zero is alone: it does the
/// shares of all of them, with the results that they would have.
/// </summary>
internal sealed class ScheduleEmitter {
    private readonly Plan plan;
    private readonly Function function;
    private readonly IrWriter writer;
    private readonly IrValue thread;
    private readonly IrValue threads;
    // Whose shares this thread does: its own, or where it runs alone all of them, one after the other.
    private readonly IrValue endThread;
    private readonly IrValue meeting;
    private readonly IrValue symbols;
    private readonly Dictionary<Dimension, IrValue> extents = [];
    private readonly bool isProfiled;

    private ScheduleEmitter(Plan plan, Function function, SortedSet<string> declarations, bool isProfiled) {
        (this.plan, this.function, writer, this.isProfiled) = (plan, function, new IrWriter(declarations), isProfiled);
        threads = writer.EmitAtEntry("i64", "sext i32 %threads to i64");
        IrValue isAlone = writer.EmitAtEntry("i1", "icmp slt i32 %thread, 0");
        thread = writer.EmitAtEntry("i64", $"sext i32 {writer.EmitAtEntry("i32", $"select {isAlone}, i32 0, i32 %thread").Name} to i64");
        endThread = writer.EmitAtEntry("i64", $"select {isAlone}, {threads}, {writer.EmitAtEntry("i64", $"add {thread}, 1")}");
        meeting = writer.EmitAtEntry("i32", $"select {isAlone}, i32 1, i32 %threads");
        symbols = new IrValue("ptr", "%symbols");
        int depth = PlanEmitter.LoopDepth(plan);
        if (depth > 0) {
            // A thread counts its loops in symbols of its own, behind copies of the caller's.
            symbols = writer.EmitAtEntry("ptr", $"alloca [{plan.Symbols.Count + depth} x i64], align 8");
            for (int i = 0; i < plan.Symbols.Count + depth; i++) {
                IrValue value = i < plan.Symbols.Count ? writer.Load("i64", writer.Element(new IrValue("ptr", "%symbols"), "i64", IrWriter.Int(i)), 8) : IrWriter.Int(0);
                writer.Store(value, writer.Element(symbols, "i64", IrWriter.Int(i)), 8);
            }
        }
    }

    /// <summary>The definition of the exported function, or of its variant that takes the time at every kernel.</summary>
    public static string Write(Plan plan, Function function, SortedSet<string> declarations, bool isProfiled = false) {
        ScheduleEmitter emitter = new(plan, function, declarations, isProfiled);
        if (isProfiled) {
            // All have begun before the first kernel is timed.
            emitter.Barrier();
            emitter.writer.Emit($"call void @sinter.note(ptr %barrier, {emitter.thread}, i64 3)");
        }
        // In the variant the threads meet behind the last kernel, too: its end is that of the slowest.
        emitter.Steps(function.Steps, IrWriter.Int(0), endsFunction: !isProfiled);
        return $"define void @{plan.Prefix}_{function.Export}{(isProfiled ? ProfileEmitter.Suffix : "")}(ptr %table, ptr %symbols, ptr %scratch, i32 %thread, i32 %threads, ptr %barrier) nounwind {{\nentry:\n{emitter.writer.Body}  ret void\n}}\n\n";
    }

    // Behind each call the threads meet, but for the last of all: the caller waits for the team itself.
    private void Steps(Sequence<Step> steps, IrValue iteration, bool endsFunction) {
        for (int i = 0; i < steps.Count; i++) {
            bool isLast = endsFunction && i == steps.Count - 1;
            switch (steps[i]) {
                case Step.Call call:
                    Call(call, iteration);
                    if (isProfiled) {
                        writer.Emit($"call void @sinter.note(ptr %barrier, {thread}, i64 2)");
                    }
                    if (!isLast) {
                        Barrier();
                    }
                    if (isProfiled) {
                        writer.Emit($"call void @sinter.record(ptr %barrier, {thread}, i64 {call.Kernel})");
                    }
                    break;
                case Step.Repeat repeat:
                    Repeat(repeat, isLast);
                    break;
                case Step.Loop loop:
                    Loop(loop, iteration);
                    break;
                case Step.Branch branch:
                    IrValue condition = Truth(branch.Condition, iteration);
                    writer.If(condition, () => Steps(branch.Then, iteration, endsFunction: false));
                    writer.If(writer.Emit("i1", $"xor {condition}, true"), () => Steps(branch.Else, iteration, endsFunction: false));
                    break;
            }
        }
    }

    private void Repeat(Step.Repeat repeat, bool isLast) => writer.Loop(IrWriter.Int(0), IrWriter.Int(repeat.Count), 1, iteration => {
        for (int i = 0; i < repeat.Body.Count; i++) {
            bool mayEnd = isLast && i == repeat.Body.Count - 1 && repeat.Body[i] is Step.Call;
            Steps(Sequence.Of(repeat.Body[i]), iteration, endsFunction: mayEnd);
            if (mayEnd) {
                IrValue ends = writer.Compare("eq", iteration, IrWriter.Int(repeat.Count - 1));
                writer.If(writer.Emit("i1", $"xor {ends}, true"), Barrier);
            }
        }
    });

    private void Loop(Step.Loop loop, IrValue iteration) {
        IrValue counter = writer.Element(symbols, "i64", IrWriter.Int(plan.Symbols.Count + loop.Depth));
        void Body(IrValue i) {
            writer.Store(i, counter, 8);
            Steps(loop.Body, iteration, endsFunction: false);
        }
        if (loop.While is null) {
            writer.Loop(IrWriter.Int(0), Extent(loop.Count), 1, Body);
            return;
        }
        writer.LoopWhile(Extent(loop.Count), () => {
            IrValue goesOn = Truth(loop.While, iteration);
            // All have read the condition before any of them can change it.
            Barrier();
            return goesOn;
        }, Body);
    }

    private IrValue Truth(Argument argument, IrValue iteration) =>
        writer.Compare("ne", writer.Load("i8", Address(argument, iteration), 1), new IrValue("i8", "0"));

    private IrValue Extent(Dimension extent) {
        if (!extents.TryGetValue(extent, out IrValue value)) {
            value = IrWriter.Int(0);
            foreach ((long coefficient, string[] names) in extent.Terms) {
                IrValue product = IrWriter.Int(coefficient);
                foreach (string name in names) {
                    int index = plan.Symbols.Select(symbol => symbol.Name).ToList().IndexOf(name);
                    IrValue symbol = writer.EmitAtEntry("i64", $"load i64, {writer.EmitAtEntry("ptr", $"getelementptr inbounds i64, ptr %symbols, i64 {index}")}, align 8");
                    product = product.Name == "1" ? symbol : writer.EmitAtEntry("i64", $"mul {product}, {symbol.Name}");
                }
                value = value.Name == "0" ? product : writer.EmitAtEntry("i64", $"add {value}, {product.Name}");
            }
            extents.Add(extent, value);
        }
        return value;
    }

    private void Barrier() => writer.Emit($"call void @sinter.barrier(ptr %barrier, {meeting})");

    private IrValue Address(Argument argument, IrValue iteration) {
        int at = plan.TableIndex(function, argument.Section, argument.Index);
        IrValue index = writer.Add(IrWriter.Int(at), writer.Multiply(iteration, IrWriter.Int(argument.Stride)));
        return writer.Load("ptr", writer.Element(new IrValue("ptr", "%table"), "ptr", index), 8);
    }

    private void Call(Step.Call call, IrValue iteration) {
        IEnumerable<string> arguments = call.Arguments.Select(argument => Address(argument, iteration).ToString()).ToList();
        writer.Loop(thread, endThread, 1, share => writer.Emit(
            $"call void {PlanEmitter.KernelName(plan, call.Kernel)}({string.Concat(arguments.Select(argument => argument + ", "))}{symbols}, ptr %scratch, {share}, {threads})"));
    }
}
