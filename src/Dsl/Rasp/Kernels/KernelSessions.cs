using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Sinter.Runtime;

namespace Sinter.Rasp;

/// <summary>The loaded native code of a program, and what runs of it at the same time need each for itself.</summary>
sealed class KernelSessions {
    public KernelSessions(ModelDescription model, LoadOptions options) {
        Model = LoadedModel.Load(model, options);
        Shared = new Pool(() => new KernelSession(Model.CreateSession()));
        Single = new Pool(() => new KernelSession(Model.CreateSession(new SessionOptions { Threads = 1 })));
    }

    public LoadedModel Model { get; }

    /// <summary>Sessions that share the model's threads.</summary>
    public Pool Shared { get; }

    /// <summary>Sessions of one thread.</summary>
    public Pool Single { get; }

    /// <summary>Sessions that nobody uses now.</summary>
    public sealed class Pool(Func<KernelSession> create) {
        readonly ConcurrentBag<KernelSession> idle = [];

        public T Use<T>(Func<KernelSession, T> use) {
            using Lease lease = Take();
            return use(lease.Session);
        }

        public Lease Take() => new(this, idle.TryTake(out KernelSession? session) ? session : create());

        public void Return(KernelSession session) => idle.Add(session);
    }

    /// <summary>A session in use.</summary>
    public readonly struct Lease(Pool pool, KernelSession session) : IDisposable {
        public KernelSession Session => session;

        public void Dispose() => pool.Return(session);
    }
}

/// <summary>A session of the one entry of a program.</summary>
sealed class KernelSession {
    public KernelSession(ModelSession session) {
        EntryDescription entry = session.Model.Description.Entries[0];
        Run = session.Entry(entry.Name);
        Inputs = entry.Inputs.Select((input, i) => (input.Name, i)).ToDictionary(input => input.Name, input => input.i, StringComparer.Ordinal);
        TextPlaces = Inputs.TryGetValue("text_ranks", out int texts) ? checked((int)entry.Inputs[texts].Shape[0].Evaluate([])) : 0;
        PresentOutput = IndexOf(entry, "present");
        ErrorOutput = IndexOf(entry, "errors");
    }

    public EntryCall Run { get; }

    public IReadOnlyDictionary<string, int> Inputs { get; }

    public int TextPlaces { get; }

    public int PresentOutput { get; }

    public int ErrorOutput { get; }

    static int IndexOf(EntryDescription entry, string output) {
        for (int i = 0; i < entry.Outputs.Length; i++) {
            if (entry.Outputs[i].Name == output) {
                return i;
            }
        }
        return -1;
    }
}
