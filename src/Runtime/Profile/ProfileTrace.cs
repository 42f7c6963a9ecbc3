using System.IO;
using System.Text.Json;

namespace Sinter.Runtime;

/// <summary>A profile in the trace event format: complete events with microseconds from the first call on.</summary>
static class ProfileTrace {
    public static void Write(SessionProfile profile, Stream stream) {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ns");
        json.WriteStartArray("traceEvents");
        Name(json, "process_name", 0, profile.Model);
        Name(json, "thread_name", 1, "calls");
        Name(json, "thread_name", 2, "kernels");
        long first = profile.TracedCalls.Count > 0 ? profile.TracedCalls[0].Start : 0;
        foreach ((int function, long start, long end) in profile.TracedCalls) {
            Event(json, profile.Function(function), "call", 1, start - first, end - start);
            json.WriteEndObject();
        }
        foreach (KernelRun run in profile.Runs) {
            KernelDescription kernel = profile.Kernel(run.Kernel);
            Event(json, $"{run.Kernel} {kernel.Kind}", kernel.Kind, 2, run.Start - first, run.End - run.Start);
            json.WriteStartObject("args");
            json.WriteString("fuses", kernel.Fuses);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Leaves the event's object open.
    static void Event(Utf8JsonWriter json, string name, string category, int thread, long start, long duration) {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteString("ph", "X");
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", thread);
        json.WriteNumber("ts", start / 1e3);
        json.WriteNumber("dur", duration / 1e3);
    }

    static void Name(Utf8JsonWriter json, string what, int thread, string name) {
        json.WriteStartObject();
        json.WriteString("name", what);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
