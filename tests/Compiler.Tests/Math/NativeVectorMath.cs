using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Compiler.Llvm;
using Sinter.Llvm;

namespace Sinter.Compiler.Tests;

/// <summary>
/// Every vector function at several numbers of lanes, compiled for one processor and loaded. The library is linked
/// against nothing: an operation that the processor lacks and LLVM turned into a call would fail the link.
/// </summary>
public sealed unsafe class NativeVectorMath {
    /// <summary>The processors that the tests run on: this machine's, and one without fused multiply-add.</summary>
    public static readonly string[] Processors = ["host", "x86-64"];

    /// <summary>One lane, a vector of the smallest processor, one of AVX, and one that takes several registers.</summary>
    public static readonly int[] Lanes = [1, 4, 8, 16];

    static readonly Dictionary<string, NativeVectorMath> loaded = [];

    readonly nint library;

    NativeVectorMath(string processor) {
        HostProcessor host = HostProcessor.Detect();
        (string cpu, string features) = processor == "host" ? (host.Cpu, host.Features) : (processor, "");
        string folder = Directory.CreateTempSubdirectory("sinter-math-").FullName;
        try {
            using (TargetCode code = TargetCode.Parse("vector math", WriteModule(), host.Triple, cpu, features)) {
                code.Optimize("default<O2>");
                code.WriteObject(Path.Combine(folder, "math.o"));
            }
            Link(folder);
            library = NativeLibrary.Load(Path.Combine(folder, "math.so"));
        } finally {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The functions for a processor, compiled once a run.</summary>
    public static NativeVectorMath For(string processor) {
        lock (loaded) {
            if (!loaded.TryGetValue(processor, out NativeVectorMath? math)) {
                loaded[processor] = math = new NativeVectorMath(processor);
            }
            return math;
        }
    }

    /// <summary>Evaluates a function of one operand for each element. The length must be a multiple of the lanes.</summary>
    public float[] Evaluate(string function, int lanes, float[] x) => Evaluate(function, lanes, x, x);

    /// <summary>Evaluates a function for each pair of elements.</summary>
    public float[] Evaluate(string function, int lanes, float[] x, float[] y) {
        if (x.Length % lanes != 0 || y.Length != x.Length) {
            throw new ArgumentException($"{x.Length} and {y.Length} elements do not fill vectors of {lanes}");
        }
        float[] results = new float[x.Length];
        var run = (delegate* unmanaged<float*, float*, float*, long, void>)NativeLibrary.GetExport(library, $"run_{function}_{lanes}");
        fixed (float* left = x, right = y, result = results) {
            run(left, right, result, x.Length);
        }
        return results;
    }

    static string WriteModule() {
        VectorMath math = new();
        StringBuilder loops = new();
        foreach (string function in VectorMath.Functions) {
            foreach (int lanes in Lanes) {
                string type = lanes == 1 ? "float" : $"<{lanes} x float>";
                string second = function == "power" ? $", {type} %b" : "";
                loops.Append($$"""
                    define void @run_{{function}}_{{lanes}}(ptr %x, ptr %y, ptr %r, i64 %n) {
                    start:
                      br label %loop
                    loop:
                      %i = phi i64 [ 0, %start ], [ %next, %loop ]
                      %px = getelementptr float, ptr %x, i64 %i
                      %py = getelementptr float, ptr %y, i64 %i
                      %pr = getelementptr float, ptr %r, i64 %i
                      %a = load {{type}}, ptr %px, align 4
                      %b = load {{type}}, ptr %py, align 4
                      %v = call {{type}} {{math.Require(function, lanes)}}({{type}} %a{{second}})
                      store {{type}} %v, ptr %pr, align 4
                      %next = add i64 %i, {{lanes}}
                      %more = icmp slt i64 %next, %n
                      br i1 %more, label %loop, label %end
                    end:
                      ret void
                    }

                    """);
            }
        }
        StringBuilder text = new();
        foreach (string declaration in math.Declarations) {
            text.Append(declaration).Append('\n');
        }
        math.Write(text);
        return text.Append(loops).ToString();
    }

    static void Link(string folder) {
        ProcessStartInfo start = new("ld", ["-shared", "--no-undefined", "-o", "math.so", "math.o"]) {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using Process linker = Process.Start(start) ?? throw new InvalidOperationException("ld did not start");
        string errors = linker.StandardError.ReadToEnd();
        linker.WaitForExit();
        if (linker.ExitCode != 0) {
            throw new InvalidOperationException($"ld ended with {linker.ExitCode}: {errors}");
        }
    }
}
