using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Build;
using Sinter.Build.Plans;
using Sinter.Compiler.Llvm;
using Sinter.Llvm;
using Sinter.Tool.Models;
using Spectre.Console;
using Grid = Sinter.Tool.Text.Grid;

namespace Sinter.Tool.Costs;

/// <summary>Compiles the models of an assembly once more and says what each takes: processor time of the compiler, bytes of the library.</summary>
static class NativeCommand {
    public static void Run(IAnsiConsole console, string assembly, string? model, string processor) {
        try {
            TargetDescription target = CompileCost.Target(processor);
            IReadOnlyList<EmbeddedPlan> plans = ModelInAssembly.Plans(assembly, model);
            // The first one pays for what this process compiles of the compiler itself.
            _ = CompileCost.Measure(plans[0], target);
            CompileCost[] costs = [.. plans.Select(plan => CompileCost.Measure(plan, target)).OrderByDescending(cost => cost.Total)];
            Grid.Write(
                console, ["Model", "Seconds", "IR", "Passes", "Code", "KiB"],
                costs.Select(cost => new[] { cost.Model, Seconds(cost.Total), Seconds(cost.Emission), Seconds(cost.Optimization), Seconds(cost.MachineCode), Kibibytes(cost.LibraryBytes) }), 1, 2, 3, 4, 5);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{costs.Length} models for {target.Cpu}: at most {Seconds(costs.Max(cost => cost.Total))} s of a processor and {Kibibytes(costs.Max(cost => cost.LibraryBytes))} KiB each"));
        } catch (BuildErrorException error) {
            throw new ToolException(error.Message);
        } catch (Exception error) when (error is LlvmException or LlvmNotFoundException) {
            throw new ToolException(error.Message);
        }
    }

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    static string Kibibytes(long bytes) => ((bytes + 1023) >> 10).ToString(CultureInfo.InvariantCulture);
}
