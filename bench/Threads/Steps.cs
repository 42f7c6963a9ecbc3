using System;
using System.Diagnostics;
using System.IO;
using Sinter.Runtime;

namespace Threads;

/// <summary>Steps of a small model, whose threads meet some thirty times in each.</summary>
static class Steps {
    const int Tokens = 400, Rounds = 5;

    public static double Measure() {
        string weights = RandomWeights.Write(Path.Combine(Path.GetTempPath(), $"sinter-threads-{Environment.ProcessId}.safetensors"));
        try {
            using LoadedModel model = Small.Load(weights, new LoadOptions { Threads = 2 });
            using ModelSession session = model.CreateSession();
            int[] token = [1];
            double best = double.PositiveInfinity;
            for (int round = 0; round < Rounds; round++) {
                session.Reset();
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < Tokens; i++) {
                    session.Forward(token);
                }
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Tokens);
            }
            return best;
        } finally {
            File.Delete(weights);
        }
    }
}
