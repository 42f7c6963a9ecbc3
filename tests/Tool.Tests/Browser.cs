using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Tool.Tests;

/// <summary>Headless Chromium, as Debian installs it (scripts/prerequisites test).</summary>
sealed class Browser : IDisposable {
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    readonly string folder = Directory.CreateTempSubdirectory("sinter-browser-").FullName;

    /// <summary>The document after its scripts have run, the lines of its console, and a picture of it.</summary>
    public (string Document, string[] Console, byte[] Screenshot) Open(string page) {
        string picture = Path.Combine(folder, "page.png");
        (string document, string messages) = Run(page, "--dump-dom");
        (_, string more) = Run(page, $"--screenshot={picture}");
        string[] console = [.. (messages + more).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))];
        return (document, console, File.ReadAllBytes(picture));
    }

    public void Dispose() => Directory.Delete(folder, true);

    (string Output, string Error) Run(string page, string what) {
        ProcessStartInfo start = new(Find()) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Containers have no user namespaces for the sandbox and little shared memory.
        foreach (string argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--window-size=1300,2400", $"--user-data-dir={Path.Combine(folder, "profile")}", what, new Uri(page).AbsoluteUri]) {
            start.ArgumentList.Add(argument);
        }
        using Process browser = Process.Start(start)!;
        System.Threading.Tasks.Task<string> output = browser.StandardOutput.ReadToEndAsync(), error = browser.StandardError.ReadToEndAsync();
        if (!browser.WaitForExit(Patience)) {
            browser.Kill(entireProcessTree: true);
            Assert.Fail($"the browser did not end in {Patience}: {error.Result}");
        }
        Assert.True(browser.ExitCode == 0, $"the browser ended with {browser.ExitCode}: {error.Result}");
        return (output.Result, error.Result);
    }

    static string Find() => new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(_ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), (name, path) => Path.Combine(path, name))
        .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("no chromium is installed: run scripts/prerequisites test");
}
