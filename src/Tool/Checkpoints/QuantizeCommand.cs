using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Sinter.Runtime.Quantization;
using Spectre.Console;

namespace Sinter.Tool.Checkpoints;

/// <summary><c>sinter quantize</c>: a bar while it runs, then what became of the tensors.</summary>
static class QuantizeCommand {
    public static string Forms { get; } = string.Join(", ", QuantizedForm.All.Select(form => form.Name));

    public static void Run(IAnsiConsole console, string input, string output, string form) {
        QuantizedForm wanted = QuantizedForm.Find(form) ?? throw new ToolException($"no form is called '{form}'; there are {Forms}");
        if (!File.Exists(input)) {
            throw new ToolException($"there is no file {input}");
        }
        IReadOnlyList<QuantizedTensor> tensors = [];
        // What is no terminal is told the end alone.
        if (console.Profile.Capabilities.Interactive) {
            console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(progress => {
                ProgressTask task = progress.AddTask(Markup.Escape(wanted.Name), maxValue: 1);
                tensors = CheckpointQuantization.Run(input, output, wanted, (done, all) => task.Value((double)done / all));
            });
        } else {
            tensors = CheckpointQuantization.Run(input, output, wanted);
        }
        int changed = tensors.Count(tensor => tensor.From != tensor.To);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"wrote {output}: {changed} of {tensors.Count} tensors as {wanted.Name}, {new FileInfo(output).Length} bytes of {new FileInfo(input).Length}"));
        foreach (QuantizedTensor tensor in tensors.Where(tensor => tensor.Reason is not null)) {
            console.WriteLine($"left {tensor.Name} as {tensor.To}: {tensor.Reason}");
        }
    }
}
