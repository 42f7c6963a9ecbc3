using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Sinter.Compiler.Kernels;
using Sinter.Tool.Schedules;

namespace Sinter.Tool.Html;

/// <summary>The pictures of one function: its kernels by what they hand on, and who lives in its slots when.</summary>
sealed class FunctionPictures(Explanation explanation, ExplainedFunction function) {
    /// <summary>A box for each step, input and state, with arrows along the data. Weights and what is prepared of them are in the hints.</summary>
    public string Kernels() {
        List<Box> boxes = [];
        List<(int, int)> edges = [];
        Dictionary<string, int> writers = [];
        foreach (CallLine call in function.Schedule.Calls) {
            int box = boxes.Count;
            boxes.Add(Of(call));
            foreach (BufferUse use in call.Buffers.Where(use => !use.IsWritten && use.Section is not ("weight" or "prepared"))) {
                if (!writers.TryGetValue(use.Name, out int writer)) {
                    writers[use.Name] = writer = boxes.Count;
                    boxes.Add(new Box([explanation.Holds(function.Function, use)], use.Section, $"{use.Section} {explanation.Holds(function.Function, use)}"));
                }
                if (writer != box) {
                    edges.Add((writer, box));
                }
            }
            foreach (BufferUse use in call.Buffers.Where(use => use.IsWritten)) {
                writers[use.Name] = box;
                if (use.Section == "output") {
                    edges.Add((box, boxes.Count));
                    boxes.Add(new Box([explanation.Holds(function.Function, use)], "output", "output"));
                }
            }
        }
        return Picture.Graph(boxes, edges);
    }

    Box Of(CallLine call) {
        ExplainedKernel kernel = explanation.All[call.Kernel];
        long operations = function.Values.Of(kernel.Cost.Operations), bytes = function.Values.Of(kernel.Cost.Bytes);
        string times = call.Times.Equals(Sinter.Compiler.Graph.Dimension.One) ? "" : $" \u00d7 {call.Times}";
        string buffers = string.Join("\n", call.Buffers.Select(use => $"{(use.IsWritten ? "writes" : "reads")} {explanation.Holds(function.Function, use)}"));
        return new Box(
            [$"{call.Number}: {kernel.Kernel.Kind}{times}", kernel.Fused, $"{Amount.Count(operations)} operations, {Amount.Bytes(bytes)}"],
            $"kernel kind-{kernel.Kernel.Kind}",
            $"kernel {call.Kernel}, {kernel.Kernel.Kind}{string.Concat(function.Schedule.Around(call).Select(head => $"\nin {head}"))}\nfused of {kernel.Fused}\n{kernel.Cost.Operations} operations\n{kernel.Cost.Bytes} bytes\n{buffers}",
            $"data-kernel=\"{call.Kernel}\"");
    }

    /// <summary>Slots from top to bottom, steps from left to right; a bar for each value.</summary>
    public string Slots() {
        const double row = 26, step = 26, left = 190;
        int steps = function.Schedule.Calls.Count();
        StringBuilder svg = new();
        for (int slot = 0; slot < function.Function.Slots.Count; slot++) {
            string size = $"slot{slot}: {Amount.Bytes(function.Values.Of(function.Function.Slots[slot]))}";
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{(slot + 1) * row + 16}\">{size}<title>{function.Function.Slots[slot]} bytes</title></text>\n");
            foreach (Tenant tenant in function.Tenants.Where(tenant => tenant.Slot == slot)) {
                svg.Append(CultureInfo.InvariantCulture, $"<g class=\"box slot\"><title>slot{slot}, written by step {tenant.From}, read until step {tenant.To}</title><rect x=\"{left + (tenant.From - 1) * step}\" y=\"{(slot + 1) * row + 2}\" width=\"{Math.Max(0.8, tenant.To - tenant.From + 0.8) * step}\" height=\"{row - 6}\" rx=\"4\"/></g>\n");
            }
        }
        for (int at = 1; at <= steps; at++) {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{left + (at - 1) * step + 4}\" y=\"16\">{at}</text>\n");
        }
        return Picture.Frame(svg.ToString(), left + steps * step, (function.Function.Slots.Count + 1) * row);
    }
}
