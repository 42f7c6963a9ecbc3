using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace Sinter.Bench;

/// <summary>One case, ready to be run again and again.</summary>
internal interface IWork : IDisposable {
    /// <summary>What has to be done before each run and is not timed.</summary>
    void Prepare();

    /// <summary>What is timed.</summary>
    void Run();

    /// <summary>The numbers of the latest run, to be compared with the other sides'.</summary>
    float[] Result();
}

/// <summary>
/// A side of the bench, as bench/README.md describes it: reads one request a line, answers each with one line of JSON.
/// <c>open CASE THREADS [ARGUMENT...]</c>, <c>time SECONDS</c>, <c>result PATH</c>; ends with its input.
/// </summary>
internal static class Side {
    /// <summary>Answers until the input ends.</summary>
    /// <param name="open">Makes the work of a case from its name, the number of threads and further arguments.</param>
    /// <returns>The exit status: 0.</returns>
    public static int Serve(Func<string, int, string[], IWork> open) {
        IWork? work = null;
        while (Console.ReadLine() is string line) {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            try {
                Console.WriteLine(words switch {
                    ["open", string name, string threads, .. string[] rest] => Open(ref work, () => open(name, int.Parse(threads, CultureInfo.InvariantCulture), rest)),
                    ["time", string seconds] => Time(Opened(work), double.Parse(seconds, CultureInfo.InvariantCulture)),
                    ["result", string path] => Write(Opened(work), path),
                    _ => throw new ArgumentException($"expected open, time or result, found '{line}'"),
                });
            } catch (Exception exception) {
                // The other end shows it and ends the bench.
                Console.WriteLine($"{{\"error\": {Quote(exception.ToString())}}}");
            }
            Console.Out.Flush();
        }
        work?.Dispose();
        return 0;
    }

    static IWork Opened(IWork? work) => work ?? throw new InvalidOperationException("nothing is open");

    static string Open(ref IWork? work, Func<IWork> open) {
        work?.Dispose();
        work = null;
        long begin = Stopwatch.GetTimestamp();
        work = open();
        return Text($"{{\"seconds\": {Stopwatch.GetElapsedTime(begin).TotalSeconds:G9}}}");
    }

    static string Time(IWork work, double seconds) {
        List<string> wall = [], processor = [];
        long begin = Stopwatch.GetTimestamp();
        do {
            work.Prepare();
            double busy = ThreadClock.Seconds;
            long start = Stopwatch.GetTimestamp();
            work.Run();
            wall.Add(Text($"{Stopwatch.GetElapsedTime(start).TotalSeconds:G9}"));
            processor.Add(Text($"{ThreadClock.Seconds - busy:G9}"));
        } while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
        return $"{{\"wall\": [{string.Join(", ", wall)}], \"processor\": [{string.Join(", ", processor)}]}}";
    }

    static string Write(IWork work, string path) {
        work.Prepare();
        work.Run();
        float[] result = work.Result();
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(result));
        return Text($"{{\"count\": {result.Length}}}");
    }

    static string Text(FormattableString text) => FormattableString.Invariant(text);

    static string Quote(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}

/// <summary>The time for which the calling thread has had a processor, which a busy machine does not lengthen.</summary>
internal static partial class ThreadClock {
    const int ThreadTime = 3;

    /// <summary>Seconds since the thread began.</summary>
    public static double Seconds => Get(ThreadTime, out TimeSpecification time) == 0
        ? time.Seconds + time.Nanoseconds / 1e9
        : throw new InvalidOperationException("this system has no clock of a thread's processor time");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Get(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    struct TimeSpecification {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
