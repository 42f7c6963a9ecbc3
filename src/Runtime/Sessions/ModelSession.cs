using System;
using System.Collections.Generic;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// One conversation with a model: its own states and activations over weights shared with other sessions. A step
/// allocates nothing on the managed heap.
/// </summary>
/// <remarks>
/// A session is used by one thread at a time; sessions of one model run from many threads at once. A session keeps
/// its model's weights alive until it is disposed.
/// </remarks>
public unsafe class ModelSession : IDisposable {
    const int Idle = 0;
    const int Busy = 1;
    const int Disposed = 2;

    readonly EntryCall[] calls;
    readonly ThreadTeam team;
    readonly bool ownsTeam;
    readonly EntryCall? forward;
    readonly ProfiledFunction[] profiled = [];
    int usage;

    /// <summary>Starts a session at position 0 with zeroed states.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelSession(LoadedModel model, SessionOptions? options = null) {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new SessionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ChunkTime, 1);
        Model = model;
        model.AddReference();
        try {
            ownsTeam = options.Threads is not null;
            team = options.Threads is int threads ? new ThreadTeam(threads) : model.Team;
            Memory = new SessionMemory(model, team.Threads, options.ChunkTime);
            calls = new EntryCall[model.Entries.Length];
            for (int i = 0; i < calls.Length; i++) {
                calls[i] = new EntryCall(this, model.Entries[i], Memory.Entries[i]);
            }
            forward = FindTokenEntry();
            if (options.Profile) {
                profiled = FindProfiled(model);
                Profile = new SessionProfile(this, Array.ConvertAll(profiled, each => each.Name), FloorMeasurement.Measure(model.Library, team));
            }
        } catch {
            Memory?.Dispose();
            if (ownsTeam) {
                team?.Dispose();
            }
            model.Release();
            throw;
        }
    }

    /// <summary>The model.</summary>
    public LoadedModel Model { get; }

    /// <summary>What its calls took, kernel by kernel, where <see cref="SessionOptions.Profile"/> asked for it; else null.</summary>
    public SessionProfile? Profile { get; }

    /// <summary>How many tokens the session has taken in; the next one comes at this position.</summary>
    public long Position { get; private set; }

    /// <summary>The most tokens it can take in.</summary>
    public long Context => Model.Symbols.Context;

    /// <summary>The number of threads that run a step.</summary>
    public int Threads => team.Threads;

    /// <summary>The most tokens that <see cref="Forward"/> feeds in one native call.</summary>
    /// <exception cref="InvalidOperationException">The model has no entry from tokens to logits.</exception>
    public int ChunkTime => (int)Math.Min(TokenEntry.ChunkTime, int.MaxValue);

    /// <summary>The number of logits that <see cref="Forward"/> returns.</summary>
    /// <exception cref="InvalidOperationException">The model has no entry from tokens to logits.</exception>
    public int Vocabulary => TokenEntry.LogitsLength;

    internal SessionMemory Memory { get; }

    /// <summary>
    /// Takes in tokens and returns the logits after the last of them. For models with an entry
    /// <c>i32[Time] -> f32[Vocabulary]</c>: the one named <c>Forward</c>, or the first.
    /// </summary>
    /// <param name="tokens">At least one token id.</param>
    /// <returns>The logits, to be read until the next call on this session.</returns>
    /// <exception cref="ContextOverflowException">The tokens do not fit the context.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token id is not in the vocabulary. The session is unchanged.</exception>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<int> tokens) {
        EntryCall call = TokenEntry;
        call.Input(0, tokens);
        call.Run();
        return call.Output<float>(0);
    }

    /// <summary>The entry of that name, ready for a call.</summary>
    /// <exception cref="ArgumentException">The model has no such entry.</exception>
    public EntryCall Entry(string name) {
        foreach (EntryCall call in calls) {
            if (call.Name == name) {
                return call;
            }
        }
        throw new ArgumentException(
            $"Model {Model.Description.Name}: expected one of the entries {string.Join(", ", (object[])Array.ConvertAll(calls, call => call.Name))}, found '{name}'.",
            nameof(name));
    }

    /// <summary>Forgets everything: position 0, states as new.</summary>
    public void Reset() {
        Enter();
        try {
            Position = 0;
            for (int i = 0; i < Model.Description.States.Length; i++) {
                // Appended rows are never read beyond the position.
                if (!Model.Description.States[i].Appends) {
                    Memory.ClearState(i);
                }
            }
        } finally {
            Leave();
        }
    }

    /// <summary>Forgets the tokens from <paramref name="position"/> on.</summary>
    /// <exception cref="InvalidOperationException">The model has a state that cannot go back; only 0 is possible there.</exception>
    public void Rewind(long position) {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        if (position == 0) {
            Reset();
            return;
        }
        Enter();
        try {
            foreach (StateDescription state in Model.Description.States) {
                if (!state.Appends && position != Position) {
                    throw new InvalidOperationException(
                        $"Model {Model.Description.Name}: state '{state.Path}' is replaced by each call and cannot go back from {Position} to {position}; use Reset.");
                }
            }
            Position = position;
        } finally {
            Leave();
        }
    }

    /// <summary>
    /// Takes over what another session of the same model has taken in: its position and a copy of its states. The branches of a search
    /// go their own ways from there.
    /// </summary>
    /// <exception cref="ArgumentException">The other session is of another model.</exception>
    /// <exception cref="InvalidOperationException">One of the sessions is in use on another thread.</exception>
    public void CopyFrom(ModelSession other) {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other.Model, Model)) {
            throw new ArgumentException($"Model {Model.Description.Name}: expected a session of the same loaded model, found one of {other.Model.Description.Name}.", nameof(other));
        }
        if (ReferenceEquals(other, this)) {
            return;
        }
        Enter();
        try {
            other.Enter();
            try {
                for (int i = 0; i < Model.Description.States.Length; i++) {
                    // Of a cache only the rows up to the position are ever read; it has room for the whole context or more.
                    bool appends = Model.Description.States[i].Appends;
                    Memory.CopyState(i, other.Memory, appends ? other.Position : 1, appends ? Context : 1);
                }
                Position = other.Position;
            } finally {
                other.Leave();
            }
        } finally {
            Leave();
        }
    }

    /// <summary>Frees the session's memory. During a call of another thread, that call frees it when it ends.</summary>
    public void Dispose() {
        int before = Interlocked.Or(ref usage, Disposed);
        if (before == Idle) {
            Free();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the session for one operation.</summary>
    internal void Enter() {
        int before = Interlocked.CompareExchange(ref usage, Busy, Idle);
        if (before != Idle) {
            ThrowUnusable(before);
        }
    }

    internal void Leave() {
        if (Interlocked.And(ref usage, ~Busy) == (Busy | Disposed)) {
            Free();
        }
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf((Volatile.Read(ref usage) & Disposed) != 0, this);

    /// <summary>Runs one native call at the current position, which then moves on.</summary>
    internal void Step(nint function, void** table, long time) {
        NativeCall call;
        call.Function = (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)function;
        call.MayRunAlone = true;
        call.Table = table;
        call.Symbols = Memory.SymbolValues;
        call.Scratch = Memory.Scratch;
        call.ScratchStride = Memory.ScratchStride;
        call.Barrier = Memory.Barrier;
        if (Profile is null) {
            team.Run(call);
        } else {
            RunProfiled(call);
        }
        Position += time;
        GC.KeepAlive(this);
    }

    void RunProfiled(NativeCall call) {
        int index = Array.FindIndex(profiled, each => each.Plain == (nint)call.Function);
        call.Function = (delegate* unmanaged<void**, long*, byte*, int, int, void*, void>)profiled[index].Profiled;
        // A profile tells what each thread does.
        call.MayRunAlone = false;
        Profile!.Begin();
        team.Run(call);
        Profile.End(index, new ReadOnlySpan<long>(Memory.SymbolValues, Model.Symbols.Count));
    }

    static ProfiledFunction[] FindProfiled(LoadedModel model) {
        var functions = new List<ProfiledFunction>();
        foreach (Entry entry in model.Entries) {
            foreach (EntryVariant variant in entry.Variants) {
                string name = variant.Description.Function;
                functions.Add(new ProfiledFunction(name, variant.Function, model.Library.Function(name + "_profiled")));
            }
        }
        return [.. functions];
    }

    void Free() {
        Memory.Dispose();
        Profile?.Dispose();
        if (ownsTeam) {
            team.Dispose();
        }
        Model.Release();
    }

    void ThrowUnusable(int found) {
        ObjectDisposedException.ThrowIf((found & Disposed) != 0, this);
        throw new InvalidOperationException(
            $"Model {Model.Description.Name}: this session is in use on another thread. Give each thread a session of its own.");
    }

    /// <summary>A function of the library and its variant that looks at the clock.</summary>
    sealed record ProfiledFunction(string Name, nint Plain, nint Profiled);

    EntryCall TokenEntry => forward ?? throw new InvalidOperationException(
        $"Model {Model.Description.Name} has no entry from i32[Time] to f32[Vocabulary]; use Entry(name).");

    EntryCall? FindTokenEntry() {
        EntryCall? first = null;
        foreach (EntryCall call in calls) {
            if (call.TakesTokensToLogits && (first is null || call.Name == nameof(Forward))) {
                first = call;
            }
        }
        return first;
    }
}
