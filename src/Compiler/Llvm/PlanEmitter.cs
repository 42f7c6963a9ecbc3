using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

namespace Sinter.Compiler.Llvm;

/// <summary>Writes a plan as one LLVM IR module for a target: the kernels, the schedules, and the description that the runtime checks.</summary>
public static class PlanEmitter {
    /// <summary>The version of the native interface.</summary>
    public const int InterfaceVersion = 2;

    private const string KernelArguments = "ptr noalias readonly %symbols, ptr noalias %scratch, i64 %thread, i64 %threads";

    /// <summary>The text of the module; the same plan and target always give the same text.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="target">The processor.</param>
    /// <param name="canProfile">Whether a variant of each function that takes the time at every kernel comes along.</param>
    public static string Emit(Plan plan, TargetDescription target, bool canProfile = false) {
        RegisterTile tile = RegisterTile.Of(target);
        VectorMath math = new();
        SortedSet<string> declarations = new(System.StringComparer.Ordinal);
        MicroKernels microKernels = new(target, tile);
        StringBuilder kernels = new();
        PackedUse packed = new(plan);
        long scratch = 0;
        for (int i = 0; i < plan.Kernels.Count; i++) {
            scratch = System.Math.Max(scratch, WriteKernel(kernels, plan, i, target, tile, math, microKernels, declarations, packed));
        }
        StringBuilder functions = new();
        foreach (Function function in new[] { plan.Prepare }.Concat(plan.Entries)) {
            functions.Append(ScheduleEmitter.Write(plan, function, declarations));
        }
        if (canProfile) {
            functions.Append(ProfileEmitter.Write(plan, target, declarations));
        }
        StringBuilder tiles = new();
        microKernels.Write(tiles, declarations);
        if (packed.Weights.Count > 0) {
            new PackedFunctions(target, tile, declarations).Write(tiles);
        }

        StringBuilder text = new();
        text.Append($"; {plan.Name}, compiled from plan {plan.Hash}\n");
        text.Append($"target triple = \"{target.Triple}\"\n\n");
        WriteDescription(text, plan, target, tile, scratch);
        WriteForms(text, plan, target, packed);
        declarations.UnionWith(math.Declarations);
        foreach (string declaration in declarations) {
            text.Append(declaration).Append('\n');
        }
        text.Append('\n');
        math.Write(text);
        WriteBarrier(text, target);
        if (plan.Kernels.Any(kernel => kernel is SortKernel)) {
            SortEmitter.WriteSort(text);
        }
        text.Append(tiles).Append(kernels).Append(functions);
        // Four turns of a product's innermost loop are written out, so that counting does not cost as much as multiplying.
        return text.Append("!0 = distinct !{!0, !1}\n!1 = !{!\"llvm.loop.unroll.count\", i32 4}\n!2 = distinct !{!2, !3}\n!3 = !{!\"llvm.loop.unroll.disable\"}\n").ToString();
    }

    private static void WriteDescription(StringBuilder text, Plan plan, TargetDescription target, RegisterTile tile, long scratch) {
        List<long> layout = [plan.Prepared.Count, scratch, target.VectorBytes, .. plan.Prepared.Select(prepared => Bytes(prepared, tile))];
        text.Append($"@{plan.Prefix}_abi = constant i32 {InterfaceVersion}\n");
        text.Append($"@{plan.Prefix}_hash = constant [65 x i8] c\"{plan.Hash}\\00\"\n");
        text.Append($"@{plan.Prefix}_layout = constant [{layout.Count} x i64] [{string.Join(", ", layout.Select(value => $"i64 {value}"))}]\n\n");
    }

    // For each weight whether it may come in any form; for each prepared tensor the weight whose form it takes, or -1, and its bytes in each
    // form behind single precision, -1 where rows are no whole number of blocks.
    private static void WriteForms(StringBuilder text, Plan plan, TargetDescription target, PackedUse packed) {
        PackedLayout layout = PackedLayout.Of(target);
        List<long> forms = [StoredForms.All.Count, .. Enumerable.Range(0, plan.Weights.Count).Select(weight => packed.Weights.Contains(weight) ? 1L : 0L)];
        for (int i = 0; i < plan.Prepared.Count; i++) {
            Sequence<Dimension> shape = plan.Prepared[i].Type.Shape;
            forms.Add(packed.Sources[i]);
            forms.AddRange(StoredForms.All.Skip(1).Select(form => packed.Sources[i] >= 0 && shape[1].Value % PackedLayout.Depth(form) == 0 ? layout.Bytes(form, shape[0].Value, shape[1].Value) : -1));
        }
        text.Append($"@{plan.Prefix}_forms = constant [{forms.Count} x i64] [{string.Join(", ", forms.Select(value => $"i64 {value}"))}]\n\n");
    }

    private static long Bytes(Prepared prepared, RegisterTile tile) => prepared.Layout == Layout.Panels
        ? (prepared.Type.Shape[0].Value + tile.Columns - 1) / tile.Columns * tile.Columns * prepared.Type.Shape[1].Value * prepared.Type.Element.Bytes()
        : prepared.Type.Count.Value * prepared.Type.Element.Bytes();

    private static long WriteKernel(
        StringBuilder text, Plan plan, int index, TargetDescription target, RegisterTile tile, VectorMath math, MicroKernels microKernels, SortedSet<string> declarations, PackedUse packed) {
        Kernel kernel = plan.Kernels[index];
        IrWriter writer = new(declarations);
        Dictionary<string, IrValue> symbols = [];
        IEnumerable<string> counters = Enumerable.Range(0, LoopDepth(plan)).Select(Regions.Counter);
        foreach (string name in plan.Symbols.Select(symbol => symbol.Name).Concat(counters)) {
            IrValue address = symbols.Count == 0 ? new IrValue("ptr", "%symbols") : writer.EmitAtEntry("ptr", $"getelementptr inbounds i64, ptr %symbols, i64 {symbols.Count}");
            symbols.Add(name, writer.EmitAtEntry("i64", $"load i64, {address}, align 8"));
        }
        ScalarEmitter emitter = new(writer, target, math, kernel.Parameters, symbols) { Stored = packed.Parameters(index) };
        KernelContext context = new(emitter, kernel, tile, microKernels, new Module(plan.Name, plan.Symbols, Sequence<Weight>.Empty, Sequence<State>.Empty, Sequence<Entry>.Empty).UpperBound);
        switch (kernel) {
            case LoopKernel loop:
                LoopEmitter.Write(context, loop);
                break;
            case ScanKernel scan:
                ScanEmitter.Write(context, scan);
                break;
            case ContractionKernel contraction:
                ContractionEmitter.Write(context, contraction);
                break;
            case AttentionKernel attention:
                AttentionEmitter.Write(context, attention);
                break;
            case ScatterKernel scatter:
                ScatterEmitter.Write(context, scatter);
                break;
            case SortKernel sort:
                SortEmitter.Write(context, sort);
                break;
            default:
                throw new GraphException($"there is no code for kernels of kind {kernel.Kind}");
        }
        text.Append($"; {kernel.Kind}: {string.Join(", ", kernel.Fused)}\n");
        text.Append($"define internal void {KernelName(plan, index)}({string.Concat(kernel.Parameters.Select((parameter, i) => $"ptr noalias {(parameter.Written ? "" : "readonly ")}%b{i}, "))}{KernelArguments}) noinline nounwind {{\nentry:\n");
        text.Append(writer.Body).Append("  ret void\n}\n\n");
        return context.ScratchBytes;
    }

    /// <summary>The most loops that stand in one another; each depth has a symbol for its counter, behind the plan's own.</summary>
    public static int LoopDepth(Plan plan) => plan.Entries.Max(entry => Step.LoopDepth(entry.Steps));

    /// <summary>The function of a kernel.</summary>
    public static string KernelName(Plan plan, int index) => $"@{plan.Prefix}_kernel{index}";

    // The last to arrive opens the next phase; the others watch for it for a while and then sleep until they are woken, so that on a
    // machine with other work they give their core away and get it back at once. To give it away without sleeping would put them
    // at the end of the queue. Who had to sleep watches for half as long the next time, who had not for twice as long again.
    private static void WriteBarrier(StringBuilder text, TargetDescription target) {
        bool isX64 = target.Triple.StartsWith("x86_64", System.StringComparison.Ordinal);
        (string pause, int futex) = isX64 ? ("pause", 202) : ("yield", 98);
        text.Append($$"""
            declare i64 @syscall(i64, ...)

            ; Five words: how many have arrived; on the next line the phase, how many sleep, how long to watch (0: as at first), and how often one slept.
            define internal void @sinter.barrier(ptr %barrier, i32 %threads) noinline nounwind {
            entry:
              %alone = icmp eq i32 %threads, 1
              br i1 %alone, label %done, label %meet
            meet:
              %phase.address = getelementptr inbounds i8, ptr %barrier, i64 64
              %sleepers.address = getelementptr inbounds i8, ptr %barrier, i64 68
              %patience.address = getelementptr inbounds i8, ptr %barrier, i64 72
              %phase = load atomic i32, ptr %phase.address monotonic, align 4
              %before = atomicrmw add ptr %barrier, i32 1 acq_rel, align 4
              %arrived = add i32 %before, 1
              %last = icmp eq i32 %arrived, %threads
              br i1 %last, label %open, label %wait
            open:
              store atomic i32 0, ptr %barrier monotonic, align 4
              ; Either this sees who sleeps, or that one sees the new phase.
              %previous = atomicrmw add ptr %phase.address, i32 1 seq_cst, align 4
              %sleepers = load atomic i32, ptr %sleepers.address seq_cst, align 4
              %nobody = icmp eq i32 %sleepers, 0
              br i1 %nobody, label %done, label %wake
            wake:
              %woken = call i64 (i64, ...) @syscall(i64 {{futex}}, ptr %phase.address, i64 129, i64 2147483647)
              br label %done
            wait:
              %kept = load atomic i32, ptr %patience.address monotonic, align 4
              %fresh = icmp eq i32 %kept, 0
              %patience = select i1 %fresh, i32 4096, i32 %kept
              br label %watch
            watch:
              %spins = phi i32 [ 0, %wait ], [ %more, %spin ]
              %now = load atomic i32, ptr %phase.address acquire, align 4
              %opened = icmp ne i32 %now, %phase
              br i1 %opened, label %soon, label %spin
            spin:
              call void asm sideeffect "{{pause}}", ""()
              %more = add i32 %spins, 1
              %long = icmp ugt i32 %more, %patience
              br i1 %long, label %sleep, label %watch
            soon:
              %short = icmp ult i32 %patience, 4096
              br i1 %short, label %lengthen, label %done
            lengthen:
              %doubled = shl i32 %patience, 1
              store atomic i32 %doubled, ptr %patience.address monotonic, align 4
              br label %done
            sleep:
              %half = lshr i32 %patience, 1
              %too.short = icmp ult i32 %half, 64
              %shortened = select i1 %too.short, i32 64, i32 %half
              store atomic i32 %shortened, ptr %patience.address monotonic, align 4
              %slept.address = getelementptr inbounds i8, ptr %barrier, i64 76
              %times = atomicrmw add ptr %slept.address, i32 1 monotonic, align 4
              %others = atomicrmw add ptr %sleepers.address, i32 1 seq_cst, align 4
              br label %doze
            doze:
              %expected = zext i32 %phase to i64
              %slept = call i64 (i64, ...) @syscall(i64 {{futex}}, ptr %phase.address, i64 128, i64 %expected, ptr null)
              %after = load atomic i32, ptr %phase.address seq_cst, align 4
              %still = icmp eq i32 %after, %phase
              br i1 %still, label %doze, label %awake
            awake:
              %fewer = atomicrmw sub ptr %sleepers.address, i32 1 seq_cst, align 4
              br label %done
            done:
              ret void
            }


            """.Replace("\r\n", "\n"));
    }
}
