using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Plans;

/// <summary>
/// A model lowered to kernels, schedules and buffers, independent of the target: what the generator embeds in the assembly and the
/// build compiles. <see cref="Print"/> and <see cref="Parse"/> are inverse.
/// </summary>
public sealed record Plan(
    string Name, Sequence<Symbol> Symbols, Sequence<Weight> Weights, Sequence<Prepared> Prepared, Sequence<State> States,
    Sequence<Kernel> Kernels, Function Prepare, Sequence<Function> Entries) {
    /// <summary>The version of the text form.</summary>
    public const int Version = 1;

    /// <summary>The text form.</summary>
    public string Print() => text ??= PlanPrinter.Print(this);

    private string? text;

    /// <summary>The plan of that text; throws <see cref="GraphException"/> with the line where the text goes wrong.</summary>
    public static Plan Parse(string text) => PlanParser.Parse(text);

    /// <summary>Lower-case hex SHA-256 of the text form.</summary>
    public string Hash {
        get {
            using SHA256 sha = SHA256.Create();
            return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(Print())).Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The prefix of the library's symbols: the name with dots as underscores.</summary>
    public string Prefix => Name.Replace('.', '_');

    /// <inheritdoc/>
    public bool Equals(Plan? other) => other is not null && Print() == other.Print();

    /// <inheritdoc/>
    public override int GetHashCode() => Print().GetHashCode();

    /// <summary>Position in the table of an argument, with the iteration of its loop at 0.</summary>
    public int TableIndex(Function function, Section section, int index) => index + section switch {
        Section.Weight => 0,
        Section.Prepared => Weights.Count,
        Section.State => Weights.Count + Prepared.Count,
        Section.Input => Weights.Count + Prepared.Count + States.Count,
        Section.Output => Weights.Count + Prepared.Count + States.Count + function.Inputs.Count,
        _ => Weights.Count + Prepared.Count + States.Count + function.Inputs.Count + function.Outputs.Count,
    };
}

/// <summary>A tensor that depends on weights only and is computed once a load.</summary>
public sealed record Prepared(TensorType Type, Layout Layout);

/// <summary>The sections of a call's table, in order.</summary>
public enum Section {
    /// <summary>The checkpoint's tensors.</summary>
    Weight,
    /// <summary>What <c>prepare</c> makes of them.</summary>
    Prepared,
    /// <summary>What lives between calls.</summary>
    State,
    /// <summary>The call's arguments.</summary>
    Input,
    /// <summary>The call's results.</summary>
    Output,
    /// <summary>Reusable activation buffers.</summary>
    Slot,
}

/// <summary>A named argument or result of a function. <paramref name="Below"/> bounds integer inputs that are used as positions; 0 for none.</summary>
public sealed record Port(string Name, TensorType Type, long Below = 0);

/// <summary>One step or the preparation: the kernels in order, and the buffers that they are given.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Fixed">Symbols that this variant fixes, with their values.</param>
/// <param name="Inputs">Arguments.</param>
/// <param name="Outputs">Results.</param>
/// <param name="Slots">Sizes of the slots, in bytes.</param>
/// <param name="Steps">The schedule; there is a barrier between any two calls.</param>
public sealed record Function(
    string Name, Sequence<(string Symbol, long Value)> Fixed, Sequence<Port> Inputs, Sequence<Port> Outputs, Sequence<Dimension> Slots, Sequence<Step> Steps) {
    /// <summary>The exported symbol, behind the plan's prefix.</summary>
    public string Export => Name + string.Concat(Fixed.Select(pair => $"_{pair.Symbol}{pair.Value}"));
}

/// <summary>Part of a schedule.</summary>
public abstract record Step {
    /// <summary>One kernel run.</summary>
    public sealed record Call(int Kernel, Sequence<Argument> Arguments) : Step {
        /// <inheritdoc/>
        public override IEnumerable<Argument> AllArguments() => Arguments;

        /// <inheritdoc/>
        public override Step Map(Func<Argument, Argument> argument) => this with { Arguments = Arguments.Select(argument).ToSequence() };
    }

    /// <summary>Steps repeated as often as is known at build; their arguments move through the table by their strides.</summary>
    public sealed record Repeat(int Count, Sequence<Step> Body) : Step {
        /// <inheritdoc/>
        public override IEnumerable<Argument> AllArguments() => Body.SelectMany(step => step.AllArguments());

        /// <inheritdoc/>
        public override Step Map(Func<Argument, Argument> argument) => this with { Body = Body.Select(step => step.Map(argument)).ToSequence() };
    }

    /// <summary>
    /// A recurrence: the body run <paramref name="Count"/> times, with the number of the iteration in the symbol <c>loop.Depth</c>;
    /// with <paramref name="While"/>, only as long as the bool there is true.
    /// </summary>
    public sealed record Loop(Dimension Count, int Depth, Argument? While, Sequence<Step> Body) : Step {
        /// <inheritdoc/>
        public override IEnumerable<Argument> AllArguments() => (While is null ? [] : new[] { While }).Concat(Body.SelectMany(step => step.AllArguments()));

        /// <inheritdoc/>
        public override Step Map(Func<Argument, Argument> argument) =>
            this with { While = While is null ? null : argument(While), Body = Body.Select(step => step.Map(argument)).ToSequence() };
    }

    /// <summary>One of two bodies, by the bool at <paramref name="Condition"/>.</summary>
    public sealed record Branch(Argument Condition, Sequence<Step> Then, Sequence<Step> Else) : Step {
        /// <inheritdoc/>
        public override IEnumerable<Argument> AllArguments() => new[] { Condition }.Concat(Then.Concat(Else).SelectMany(step => step.AllArguments()));

        /// <inheritdoc/>
        public override Step Map(Func<Argument, Argument> argument) => new Branch(
            argument(Condition), Then.Select(step => step.Map(argument)).ToSequence(), Else.Select(step => step.Map(argument)).ToSequence());
    }

    /// <summary>Every table entry that the step and those in it name, in a fixed order.</summary>
    public abstract IEnumerable<Argument> AllArguments();

    /// <summary>The step with each table entry replaced.</summary>
    public abstract Step Map(Func<Argument, Argument> argument);

    /// <summary>The deepest loop of some steps, counted from 1; 0 when there is none.</summary>
    public static int LoopDepth(IEnumerable<Step> steps) => steps.Select(step => step switch {
        Loop loop => Math.Max(loop.Depth + 1, LoopDepth(loop.Body)),
        Repeat repeat => LoopDepth(repeat.Body),
        Branch branch => LoopDepth(branch.Then.Concat(branch.Else)),
        _ => 0,
    }).DefaultIfEmpty(0).Max();
}

/// <summary>A table entry: <c>section[index + iteration * stride]</c>.</summary>
public sealed record Argument(Section Section, int Index, int Stride = 0) {
    /// <inheritdoc/>
    public override string ToString() => Section.ToString().ToLowerInvariant() + Index + (Stride == 0 ? "" : $"+{Stride}");
}
