using System;

namespace Sinter.Runtime;

/// <summary>What is wrong with a model's native library.</summary>
public enum NativeLibraryFault {
    /// <summary>There is no such file.</summary>
    Missing,
    /// <summary>The system cannot load the file: damaged, or made for another system or processor.</summary>
    Unloadable,
    /// <summary>The library was built from another plan than the assembly that loads it.</summary>
    WrongPlan,
    /// <summary>The library follows another version of the native interface.</summary>
    WrongInterface,
    /// <summary>The library exports no such symbol.</summary>
    MissingSymbol,
    /// <summary>The library was compiled for a processor with wider vectors than this one has.</summary>
    WrongProcessor,
    /// <summary>The library's table of sizes contradicts the assembly.</summary>
    WrongLayout,
}

/// <summary>A model's native library cannot be used. The message says how to come by a good one.</summary>
public sealed class NativeLibraryException : Exception {
    internal NativeLibraryException(
        NativeLibraryFault fault, string file, string model, string detail,
        string? expected = null, string? found = null, Exception? inner = null)
        : base($"{file}: {detail} Model {model}. {Remedy(fault)}", inner) {
        Fault = fault;
        File = file;
        Model = model;
        Expected = expected;
        Found = found;
    }

    /// <summary>What is wrong.</summary>
    public NativeLibraryFault Fault { get; }

    /// <summary>The library's file.</summary>
    public string File { get; }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>What was expected: a hash, a version, a symbol or a number.</summary>
    public string? Expected { get; }

    /// <summary>What was found in its place.</summary>
    public string? Found { get; }

    static string Remedy(NativeLibraryFault fault) => fault switch {
        NativeLibraryFault.Missing =>
            "Build the project that declares the model, and keep the folder 'runtimes' beside the app when you copy it.",
        NativeLibraryFault.Unloadable or NativeLibraryFault.WrongProcessor =>
            "Rebuild the project on, or for, this system (dotnet build, or dotnet publish with its runtime identifier).",
        NativeLibraryFault.WrongInterface =>
            "Use one version of the package Sinter for all projects, and rebuild the one that declares the model.",
        _ =>
            "Rebuild the project that declares the model (dotnet build), and copy the assembly and the library together.",
    };
}
