using System;

namespace Sinter.Build;

/// <summary>One failure of the build step, as a user sees it.</summary>
/// <param name="Id">Its stable identifier, SIN2xxx.</param>
/// <param name="Message">What was found, what was expected and what to do.</param>
public sealed record BuildError(string Id, string Message) {
    /// <summary>The command line is not understood.</summary>
    public const string CommandLine = "SIN2000";

    /// <summary>The assembly, or a plan's attribute in it, cannot be read.</summary>
    public const string Assembly = "SIN2001";

    /// <summary>The text of a plan cannot be read.</summary>
    public const string Plan = "SIN2002";

    /// <summary>There is no LLVM library, or only an old one.</summary>
    public const string LlvmMissing = "SIN2003";

    /// <summary>Code generation of a model failed.</summary>
    public const string CodeGeneration = "SIN2004";

    /// <summary>The process that compiled a model crashed.</summary>
    public const string Crash = "SIN2005";

    /// <summary>The process that compiled a model took too long.</summary>
    public const string Timeout = "SIN2006";

    /// <summary>There is no linker.</summary>
    public const string LinkerMissing = "SIN2007";

    /// <summary>The linker failed.</summary>
    public const string Link = "SIN2008";

    /// <summary>The runtime identifier or the processor is none that code can be generated for.</summary>
    public const string Target = "SIN2009";

    /// <summary>A file cannot be read or written.</summary>
    public const string File = "SIN2010";

    /// <summary>The error in MSBuild's canonical format.</summary>
    /// <param name="origin">What it is about: a file, or the tool's name.</param>
    public string Format(string origin) => $"{origin} : error {Id}: {Message.ReplaceLineEndings(" ")}";
}

/// <summary>Ends what is being done with one <see cref="BuildError"/>.</summary>
/// <param name="error">The failure.</param>
public sealed class BuildErrorException(BuildError error) : Exception(error.Message) {
    /// <summary>Ends what is being done.</summary>
    /// <param name="id">A <see cref="BuildError"/> identifier.</param>
    /// <param name="message">What was found, what was expected and what to do.</param>
    public BuildErrorException(string id, string message)
        : this(new BuildError(id, message)) {
    }

    /// <summary>The failure.</summary>
    public BuildError Error => error;
}
