using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Sinter.Compiler.Tests;

using Sinter.Compiler.Graph;
using Sinter.Compiler.Llvm;
using Sinter.Compiler.Plans;
using Sinter.Llvm;

/// <summary>
/// A program for arm64 without any library: the code of a plan, its weights and inputs, and a start that prepares, makes each step on one
/// thread and writes the outputs to standard output. An emulator of the processor runs it on any machine.
/// </summary>
internal sealed class ArmProgram {
    private readonly Plan plan;
    private readonly RandomCase sample;
    private readonly StringBuilder globals = new();
    private readonly StringBuilder body = new();
    private readonly List<(string Step, Port Port, Func<Dimension, long> Extents, int Bytes)> outputs = [];

    private ArmProgram(RandomCase sample) => (this.sample, plan) = (sample, Lowering.Run(sample.Module));

    /// <summary>Runs every entry's steps and compares with what the graph means; null where all agree.</summary>
    public static string? Difference(RandomCase sample) {
        ArmProgram program = new(sample);
        TargetDescription target = TargetDescription.ForTier("armv8-a");
        string code = PlanEmitter.Emit(program.plan, target);
        string driver = program.WriteDriver(code);
        string folder = Directory.CreateTempSubdirectory("sinter-arm-").FullName;
        try {
            Compile(code, target, "default<O2>", Path.Combine(folder, "plan.o"));
            Compile(driver, target, null, Path.Combine(folder, "driver.o"));
            Link(folder);
            return program.Compare(Run("qemu-aarch64", [Path.Combine(folder, "program")], "qemu-user"));
        } finally {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string WriteDriver(string code) {
        long[] layout = [.. Regex.Match(code, @"_layout = constant \[\d+ x i64\] \[([^\]]*)\]").Groups[1].Value.Split(", ").Select(part => long.Parse(part["i64 ".Length..], CultureInfo.InvariantCulture))];
        string[] weights = [.. plan.Weights.Select((weight, i) => Data($"w{i}", new PlanBuffer(weight.Name, sample.Weights[sample.Weights.ContainsKey(weight.Name) ? weight.Name : weight.TiedTo!]).Bytes))];
        string[] prepared = [.. layout.Skip(3).Select((bytes, i) => Room($"p{i}", bytes))];
        Room("scratch", layout[1]);
        Room("barrier", 128);
        Call("prepare", "prepare", [.. weights, .. prepared], plan.Symbols.ToDictionary(symbol => symbol.Name, symbol => symbol.Minimum));
        foreach ((int e, Entry entry) in sample.Module.Entries.Index()) {
            string[] states = [.. plan.States.Select((state, i) => Room($"e{e}s{i}", state.Type.Count.Value * state.Type.Element.Bytes()))];
            foreach ((int s, (int past, int time)) in sample.Steps.Index()) {
                Step(entry, $"e{e}t{s}", past, time, [.. weights, .. prepared, .. states]);
            }
        }
        return $$"""
            target triple = "aarch64-unknown-linux-gnu"
            {{globals}}
            {{string.Concat(plan.Entries.Select(function => function.Export).Append("prepare").Distinct().Select(export => $"declare void @{plan.Prefix}_{export}(ptr, ptr, ptr, i32, i32, ptr)\n"))}}
            define void @_start() noreturn nounwind {
            entry:
            {{body}}  call i64 asm sideeffect "svc #0", "={x0},{x8},{x0},~{memory}"(i64 93, i64 0)
              unreachable
            }
            ; One thread never waits.
            define i64 @syscall(i64 %number, ...) {
              ret i64 -1
            }
            define ptr @memcpy(ptr %to, ptr %from, i64 %bytes) {
            entry:
              br label %check
            check:
              %i = phi i64 [ 0, %entry ], [ %next, %copy ]
              %more = icmp ult i64 %i, %bytes
              br i1 %more, label %copy, label %done
            copy:
              %source = getelementptr i8, ptr %from, i64 %i
              %target = getelementptr i8, ptr %to, i64 %i
              %byte = load volatile i8, ptr %source
              store volatile i8 %byte, ptr %target
              %next = add i64 %i, 1
              br label %check
            done:
              ret ptr %to
            }
            define ptr @memset(ptr %to, i32 %value, i64 %bytes) {
            entry:
              %byte = trunc i32 %value to i8
              br label %check
            check:
              %i = phi i64 [ 0, %entry ], [ %next, %fill ]
              %more = icmp ult i64 %i, %bytes
              br i1 %more, label %fill, label %done
            fill:
              %target = getelementptr i8, ptr %to, i64 %i
              store volatile i8 %byte, ptr %target
              %next = add i64 %i, 1
              br label %check
            done:
              ret ptr %to
            }
            """.Replace("\r\n", "\n");
    }

    private void Step(Entry entry, string name, int past, int time, string[] kept) {
        Function general = plan.Entries.First(function => function.Name == entry.Name && function.Fixed.Count == 0);
        Function function = time == 1 ? plan.Entries.FirstOrDefault(each => each.Name == entry.Name && each.Fixed.Count > 0) ?? general : general;
        Dictionary<string, long> symbols = RandomModule.Symbols(past, time);
        long Evaluate(Dimension extent) => extent.Evaluate(symbol => symbols[symbol]);
        Dictionary<string, Tensor> inputs = sample.Inputs(entry, past, time);
        string[] results = [.. function.Outputs.Select((port, i) => {
            int bytes = (int)(Evaluate(port.Type.Count) * port.Type.Element.Bytes());
            outputs.Add((name, port, Evaluate, bytes));
            return Room($"{name}o{i}", bytes);
        })];
        Call(name, function.Export, [
            .. kept, .. function.Inputs.Select((port, i) => Data($"{name}i{i}", new PlanBuffer(port.Name, inputs[port.Name]).Bytes)), .. results,
            .. function.Slots.Select((size, i) => Room($"{name}v{i}", Evaluate(size))),
        ], symbols);
        foreach ((int i, string result) in results.Index()) {
            body.Append(CultureInfo.InvariantCulture, $"  call i64 asm sideeffect \"svc #0\", \"={{x0}},{{x8}},{{x0}},{{x1}},{{x2}},~{{memory}}\"(i64 64, i64 1, ptr {result}, i64 {outputs[outputs.Count - results.Length + i].Bytes})\n");
        }
    }

    private void Call(string name, string export, string[] table, IReadOnlyDictionary<string, long> symbols) {
        globals.Append(CultureInfo.InvariantCulture, $"@{name}.table = global [{table.Length} x ptr] [{string.Join(", ", table.Select(buffer => "ptr " + buffer))}], align 8\n");
        globals.Append(CultureInfo.InvariantCulture, $"@{name}.symbols = global [{plan.Symbols.Count} x i64] [{string.Join(", ", plan.Symbols.Select(symbol => $"i64 {symbols[symbol.Name]}"))}], align 8\n");
        body.Append($"  call void @{plan.Prefix}_{export}(ptr @{name}.table, ptr @{name}.symbols, ptr @scratch, i32 0, i32 1, ptr @barrier)\n");
    }

    private string Data(string name, ReadOnlySpan<byte> bytes) {
        StringBuilder text = new();
        foreach (byte value in bytes) {
            text.Append('\\').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
        globals.Append(CultureInfo.InvariantCulture, $"@{name} = global [{bytes.Length} x i8] c\"{text}\", align 64\n");
        return "@" + name;
    }

    private string Room(string name, long bytes) {
        globals.Append(CultureInfo.InvariantCulture, $"@{name} = global [{Math.Max(bytes, 1)} x i8] zeroinitializer, align 64\n");
        return "@" + name;
    }

    private string? Compare(byte[] written) {
        int at = 0;
        Dictionary<(string, string), double[]> found = [];
        foreach ((string step, Port port, Func<Dimension, long> extents, int bytes) in outputs) {
            if (at + bytes > written.Length) {
                return $"the program wrote {written.Length} bytes, the output {port.Name} of {step} begins at {at} and has {bytes}";
            }
            found.Add((step, port.Name), new PlanBuffer(port.Name, written[at..(at + bytes)]).Elements(port.Type, extents));
            at += bytes;
        }
        foreach ((int e, Entry entry) in sample.Module.Entries.Index()) {
            EagerStates states = new();
            foreach ((int s, (int past, int time)) in sample.Steps.Index()) {
                Dictionary<string, Tensor> expected = EagerInterpreter.Run(sample.Module, entry, RandomModule.Symbols(past, time), sample.Inputs(entry, past, time), sample.Weights, states);
                foreach ((string name, Tensor tensor) in expected) {
                    if (Tensors.Difference(tensor.Elements(), found[($"e{e}t{s}", name)], sample.Tolerance(entry.Name, name)) is { } difference) {
                        return $"{entry.Name}, Past {past}, Time {time}, {name}: {difference}";
                    }
                }
            }
        }
        return null;
    }

    private static void Compile(string text, TargetDescription target, string? pipeline, string file) {
        using TargetCode code = TargetCode.Parse(Path.GetFileName(file), text, target.Triple, target.Cpu, target.Features);
        if (pipeline is not null) {
            code.Optimize(pipeline);
        }
        code.WriteObject(file);
    }

    private static void Link(string folder) {
        string[] arguments = ["-static", "-o", Path.Combine(folder, "program"), Path.Combine(folder, "driver.o"), Path.Combine(folder, "plan.o")];
        string linker = new[] { "aarch64-linux-gnu-ld", "ld.lld" }.FirstOrDefault(name =>
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, name)))) ?? "aarch64-linux-gnu-ld";
        Run(linker, arguments, "binutils-aarch64-linux-gnu");
    }

    private static byte[] Run(string program, string[] arguments, string package) {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try {
            using Process process = Process.Start(start)!;
            using MemoryStream output = new();
            process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
            process.BeginErrorReadLine();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}");
            return output.ToArray();
        } catch (Win32Exception error) {
            throw new InvalidOperationException($"this test needs {program} (Debian: apt-get install {package}): {error.Message}");
        }
    }
}
