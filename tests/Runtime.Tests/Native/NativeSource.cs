using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>Compiles C sources of the tests into shared libraries, so that the runtime is tested without the compiler.</summary>
static class NativeSource {
    static readonly string Folder = Directory.CreateTempSubdirectory("sinter-runtime-tests-").FullName;
    static readonly ConcurrentDictionary<string, Lazy<string>> Libraries = new();

    static NativeSource() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>The library of a source under some <c>-D</c> definitions, compiled once a test run.</summary>
    public static string Compile(string source, params string[] definitions) =>
        Libraries.GetOrAdd(string.Join('\n', [source, .. definitions]), key => new Lazy<string>(() => Run(source, definitions))).Value;

    /// <summary>A file name that nothing else uses, in the folder that goes when the tests end.</summary>
    public static string FreshPath(string extension) => Path.Combine(Folder, Guid.NewGuid().ToString("N") + extension);

    static string Run(string source, string[] definitions) {
        string input = FreshPath(".c"), output = FreshPath(".so");
        File.WriteAllText(input, source);
        var start = new ProcessStartInfo("cc") { RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in definitions.Select(definition => "-D" + definition)) {
            start.ArgumentList.Add(argument);
        }
        foreach (string argument in (string[])["-O2", "-shared", "-fPIC", "-o", output, input]) {
            start.ArgumentList.Add(argument);
        }
        try {
            using Process compiler = Process.Start(start)!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, $"cc failed on a source of the tests:\n{errors}");
        } catch (Win32Exception error) {
            Assert.Fail($"These tests need a C compiler named 'cc' (Debian: apt-get install gcc libc6-dev): {error.Message}");
        }
        return output;
    }
}
