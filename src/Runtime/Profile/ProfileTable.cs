using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Sinter.Runtime;

/// <summary>A profile as text, a line for each kernel.</summary>
static class ProfileTable {
    static readonly string[] titles = ["kernel", "runs", "ms", "share", "waits", "Gop", "Gop/s", "MB", "GB/s", "floor"];

    public static void Write(SessionProfile profile, TextWriter writer) {
        IReadOnlyList<KernelProfile> kernels = profile.Kernels;
        double total = 0, floor = 0;
        long operations = 0, bytes = 0, runs = 0;
        TimeSpan waiting = TimeSpan.Zero;
        foreach (KernelProfile kernel in kernels) {
            total += kernel.Time.TotalSeconds;
            floor += kernel.Floor.TotalSeconds;
            waiting += kernel.Waiting;
            operations += kernel.Operations;
            bytes += kernel.Bytes;
            runs += kernel.Runs;
        }
        List<string[]> rows = [titles];
        foreach (KernelProfile kernel in kernels) {
            rows.Add(Row($"{kernel.Index} {kernel.Kind}", kernel.Runs, kernel.Time.TotalSeconds, total, kernel.Waiting.TotalSeconds, kernel.Operations, kernel.Bytes, kernel.FractionOfFloor));
        }
        rows.Add(Row("all", runs, total, total, waiting.TotalSeconds, operations, bytes, total > 0 ? floor / total : 0));
        int[] widths = new int[titles.Length];
        foreach (string[] row in rows) {
            for (int i = 0; i < row.Length; i++) {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{profile.Model}: {profile.Calls} calls; this machine's floors on these threads: {profile.Floors.OperationsPerSecond / 1e9:F0} Gop/s, {profile.Floors.BytesPerSecond / 1e9:F1} GB/s"));
        for (int r = 0; r < rows.Count; r++) {
            for (int i = 0; i < titles.Length; i++) {
                writer.Write(i == 0 ? rows[r][i].PadRight(widths[i]) : "  " + rows[r][i].PadLeft(widths[i]));
            }
            writer.WriteLine(r > 0 && r <= kernels.Count ? "  " + kernels[r - 1].Fuses : "");
        }
        if (profile.Lost > 0) {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{profile.Lost} runs did not fit the record of their call and are missing"));
        }
    }

    static string[] Row(string name, long runs, double seconds, double total, double waiting, long operations, long bytes, double floor) => [
        name, runs.ToString(CultureInfo.InvariantCulture), Number(seconds * 1e3, "F3"), Share(total > 0 ? seconds / total : 0), Share(seconds > 0 ? waiting / seconds : 0),
        Number(operations / 1e9, "F3"), Number(seconds > 0 ? operations / seconds / 1e9 : 0, "F1"), Number(bytes / 1e6, "F1"), Number(seconds > 0 ? bytes / seconds / 1e9 : 0, "F1"), Share(floor),
    ];

    static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    static string Share(double part) => (part * 100).ToString("F0", CultureInfo.InvariantCulture) + "%";
}
