using System;
using System.Collections.Generic;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// Runs independent pieces of work on a few threads of their own. A loop of <c>System.Threading.Tasks</c> does as much and takes
/// longer to start, in a process that has only begun, than most weights take to be read.
/// </summary>
sealed class WorkParts {
    readonly List<Action> parts;
    int next = -1;
    Exception? failure;

    WorkParts(List<Action> parts) => this.parts = parts;

    /// <summary>Runs all of them and returns when they have ended.</summary>
    /// <param name="parts">The work, in any order and at once.</param>
    /// <param name="threads">The most threads, the caller's included; -1 for <see cref="ThreadTeam.DefaultThreads"/>.</param>
    /// <exception cref="AggregateException">One of them failed; those that had not begun did not run.</exception>
    public static void Run(List<Action> parts, int threads) {
        WorkParts work = new(parts);
        var helpers = new Thread[Math.Max(0, Math.Min(threads < 0 ? ThreadTeam.DefaultThreads : threads, parts.Count) - 1)];
        for (int i = 0; i < helpers.Length; i++) {
            helpers[i] = new Thread(work.Work) { IsBackground = true, Name = "Sinter weights" };
            helpers[i].Start();
        }
        work.Work();
        foreach (Thread helper in helpers) {
            helper.Join();
        }
        if (work.failure is { } failure) {
            throw new AggregateException(failure);
        }
    }

    void Work() {
        while (Volatile.Read(ref failure) is null) {
            int index = Interlocked.Increment(ref next);
            if (index >= parts.Count) {
                return;
            }
            try {
                parts[index]();
            } catch (Exception error) {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        }
    }
}
