using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Sinter.Runtime;

namespace Sinter.Rasp;

/// <summary>
/// A program as native code, compiled while its project was built. It means what its method means; its input may have any length up to
/// <see cref="Longest"/>. Loaded with the first run, and safe to run from several threads.
/// </summary>
/// <typeparam name="R">The type of the result's elements.</typeparam>
public class KernelProgram<R> {
    const string TextInput = "text_ranks";

    readonly KernelDescription description;
    readonly ImmutableArray<KernelInput> inputs;
    readonly ElementCodec<R> result;
    readonly Lazy<KernelSessions> sessions;

    /// <summary>A program of these inputs; called by generated code.</summary>
    public KernelProgram(KernelDescription description, ImmutableArray<KernelInput> inputs, ElementCodec<R> result) : this(description, inputs, result, new LoadOptions()) {
    }

    private protected KernelProgram(KernelDescription description, ImmutableArray<KernelInput> inputs, ElementCodec<R> result, LoadOptions options) {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(result);
        this.description = description;
        this.inputs = inputs;
        this.result = result;
        sessions = new Lazy<KernelSessions>(() => new KernelSessions(description.Model(), options));
    }

    /// <summary>The program's name with its class and namespace.</summary>
    public string Name => description.Name;

    /// <summary>The most positions of an input.</summary>
    public long Longest => sessions.Value.Model.Description.Symbols[0].Maximum;

    /// <summary>The names of the inputs, in order.</summary>
    internal IEnumerable<string> InputNames => inputs.Select(input => input.Name);

    private protected KernelDescription Description => description;

    private protected ImmutableArray<KernelInput> Inputs => inputs;

    private protected ElementCodec<R> Result => result;

    /// <summary>The kernels, a line for each: its kind and the operations that are fused in it.</summary>
    /// <exception cref="InvalidOperationException">The assembly's plans were trimmed.</exception>
    public string Explain() => KernelListing.Of(description);

    /// <summary>The same program loaded otherwise, such as with another number of threads.</summary>
    public KernelProgram<R> With(LoadOptions options) {
        ArgumentNullException.ThrowIfNull(options);
        return new KernelProgram<R>(description, inputs, result, options);
    }

    /// <summary>Runs the program.</summary>
    /// <exception cref="RaspException">An input is missing or of another type, or an expression has no value.</exception>
    public Sequence<R> Run(Bindings bindings) {
        ArgumentNullException.ThrowIfNull(bindings);
        return Run(bindings, sessions.Value.Shared);
    }

    /// <summary>Runs the program on many inputs: without padding, each by a thread of its own.</summary>
    /// <exception cref="RaspException">An expression has no value; of several, for one of the inputs.</exception>
    public Sequence<R>[] RunBatch(IReadOnlyList<Bindings> batch) {
        ArgumentNullException.ThrowIfNull(batch);
        var results = new Sequence<R>[batch.Count];
        try {
            Parallel.For(0, results.Length, i => results[i] = Run(batch[i], sessions.Value.Single));
        } catch (AggregateException exception) when (exception.InnerExceptions.OfType<RaspException>().FirstOrDefault() is { } first) {
            throw new RaspException(first.Message, first);
        }
        return results;
    }

    private protected Sequence<R> Run(Bindings bindings, KernelSessions.Pool pool) {
        int length = bindings.Length;
        foreach (KernelInput input in inputs) {
            // A missing input, or one of another type, is told even where the program does not look at it.
            input.Collect(bindings, new TextRanks());
        }
        if (length == 0) {
            return new Sequence<R>([], []);
        }
        return pool.Use(session => {
            TextRanks texts = Ranked(ranks => {
                foreach (KernelInput input in inputs) {
                    input.Collect(bindings, ranks);
                }
            });
            TensorSource source = Call(session, length, texts, sink => {
                foreach (KernelInput input in inputs) {
                    input.Write(bindings, sink);
                }
            });
            var values = new R[length];
            result.Read(source, values);
            bool[] present = new bool[length];
            Present(session, present);
            return new Sequence<R>(values, present);
        });
    }

    /// <summary>Runs over spans; where there are nulls, the result is refused.</summary>
    private protected void Run(int length, Span<R> results, Action<TextRanks> collect, Action<TensorSink> write) {
        if (results.Length != length) {
            throw new ArgumentException($"expected room for {length} elements, found {results.Length}", nameof(results));
        }
        if (length == 0) {
            return;
        }
        using KernelSessions.Lease lease = sessions.Value.Shared.Take();
        TextRanks texts = Ranked(collect);
        TensorSource source = Call(lease.Session, length, texts, write);
        int missing = lease.Session.PresentOutput < 0 ? -1 : lease.Session.Run.Output<bool>(lease.Session.PresentOutput).IndexOf(false);
        if (missing >= 0) {
            throw new RaspException(description.Name, missing, "there is no value, and a span has no place for that; run it to a Sequence");
        }
        result.Read(source, results);
    }

    TextRanks Ranked(Action<TextRanks> collect) {
        var texts = new TextRanks();
        foreach (string text in description.Texts) {
            texts.Add(text);
        }
        collect(texts);
        texts.Order();
        return texts;
    }

    TensorSource Call(KernelSession session, int length, TextRanks texts, Action<TensorSink> write) {
        EntryCall run = session.Run;
        run.Bind("Length", length);
        write(new TensorSink(run, session.Inputs, texts));
        if (session.Inputs.TryGetValue(TextInput, out int ranks)) {
            run.Input<int>(ranks, texts.Of(description.Texts, session.TextPlaces));
        }
        run.Run();
        if (session.ErrorOutput >= 0) {
            Check(run.Output<int>(session.ErrorOutput), length);
        }
        return new TensorSource(run, texts);
    }

    // The first expression that fails, and of it the first position: as the evaluator, which computes one after the other.
    void Check(ReadOnlySpan<int> first, int length) {
        for (int i = 0; i < first.Length; i++) {
            if (first[i] >= length) {
                continue;
            }
            int worst = i;
            for (int other = i + 1; other < first.Length && description.Errors[other].Expression == description.Errors[i].Expression; other++) {
                worst = first[other] < first[worst] ? other : worst;
            }
            (string expression, string problem) = description.Errors[worst];
            throw new RaspException(expression, first[worst], problem);
        }
    }

    static void Present(KernelSession session, Span<bool> present) {
        if (session.PresentOutput < 0) {
            present.Fill(true);
        } else {
            session.Run.Output<bool>(session.PresentOutput).CopyTo(present);
        }
    }
}

/// <summary>A program of one input as native code.</summary>
public sealed class KernelProgram<A, R> : KernelProgram<R> {
    /// <summary>Called by generated code.</summary>
    public KernelProgram(KernelDescription description, ImmutableArray<KernelInput> inputs, ElementCodec<R> result) : base(description, inputs, result) {
    }

    KernelProgram(KernelProgram<A, R> other, LoadOptions options) : base(other.Description, other.Inputs, other.Result, options) {
    }

    /// <inheritdoc cref="KernelProgram{R}.With(LoadOptions)"/>
    public new KernelProgram<A, R> With(LoadOptions options) {
        ArgumentNullException.ThrowIfNull(options);
        return new KernelProgram<A, R>(this, options);
    }

    /// <summary>Runs the program on a sequence; a string is one of char.</summary>
    /// <exception cref="RaspException">An expression has no value.</exception>
    public Sequence<R> Run(IEnumerable<A> values) => Run(new Bindings().With(Inputs[0].Name, values));

    /// <summary>Runs the program from and into memory of the caller.</summary>
    /// <exception cref="RaspException">An expression has no value, or a position of the result has none.</exception>
    public void Run(ReadOnlyMemory<A> values, Span<R> results) {
        var input = (KernelInput<A>)Inputs[0];
        Run(values.Length, results, texts => input.Collect(values.Span, texts), sink => input.Write(values.Span, sink));
    }

    /// <summary>Runs the program on many sequences: without padding, each by a thread of its own.</summary>
    /// <exception cref="RaspException">An expression has no value.</exception>
    public Sequence<R>[] RunBatch(IEnumerable<IEnumerable<A>> batch) => RunBatch([.. batch.Select(values => new Bindings().With(Inputs[0].Name, values))]);
}

/// <summary>A program of two inputs of one length as native code.</summary>
public sealed class KernelProgram<A, B, R> : KernelProgram<R> {
    /// <summary>Called by generated code.</summary>
    public KernelProgram(KernelDescription description, ImmutableArray<KernelInput> inputs, ElementCodec<R> result) : base(description, inputs, result) {
    }

    KernelProgram(KernelProgram<A, B, R> other, LoadOptions options) : base(other.Description, other.Inputs, other.Result, options) {
    }

    /// <inheritdoc cref="KernelProgram{R}.With(LoadOptions)"/>
    public new KernelProgram<A, B, R> With(LoadOptions options) {
        ArgumentNullException.ThrowIfNull(options);
        return new KernelProgram<A, B, R>(this, options);
    }

    /// <summary>Runs the program on two sequences.</summary>
    /// <exception cref="RaspException">They differ in length, or an expression has no value.</exception>
    public Sequence<R> Run(IEnumerable<A> firsts, IEnumerable<B> seconds) => Run(new Bindings().With(Inputs[0].Name, firsts).With(Inputs[1].Name, seconds));
}
