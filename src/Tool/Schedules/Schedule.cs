using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;
using Sinter.Compiler.Plans;

namespace Sinter.Tool.Schedules;

/// <summary>A buffer of a call's table, as the plan writes it: <c>slot0</c>, <c>weight3+2</c> (in a loop, two further each time).</summary>
sealed record BufferUse(string Section, int Index, int Stride, bool IsWritten) {
    /// <summary>The name without what a loop adds.</summary>
    public string Name => Section + Index.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => Stride == 0 ? Name : $"{Name}+{Stride}";
}

/// <summary>A line of a schedule.</summary>
/// <param name="Depth">How many blocks it stands in.</param>
abstract record ScheduleLine(int Depth);

/// <summary>One kernel run.</summary>
/// <param name="Number">Its number in the function, from 1.</param>
/// <param name="Kernel">The kernel's number in the plan.</param>
/// <param name="Buffers">The buffers in the order of the kernel's parameters.</param>
/// <param name="Times">How often the blocks around it run it; blocks whose count only the call decides count once.</param>
/// <param name="Depth">How many blocks it stands in.</param>
sealed record CallLine(int Number, int Kernel, IReadOnlyList<BufferUse> Buffers, Dimension Times, int Depth) : ScheduleLine(Depth);

/// <summary>The head of a block of steps (a repetition, a loop, a branch) or of its other half, as the plan writes it.</summary>
/// <param name="Head">The words before the brace.</param>
/// <param name="Buffers">What the head itself reads, such as a condition.</param>
/// <param name="Depth">How many blocks it stands in.</param>
sealed record BlockLine(string Head, IReadOnlyList<BufferUse> Buffers, int Depth) : ScheduleLine(Depth);

/// <summary>
/// The steps of a function in their order. Read from the plan's text by its shape alone, calls and blocks of steps in braces,
/// so that a kind of block that this tool has never heard of shows as what it is called.
/// </summary>
sealed partial class Schedule {
    readonly List<ScheduleLine> lines = [];
    int calls;

    /// <summary>The steps, and the heads of blocks between them.</summary>
    public IReadOnlyList<ScheduleLine> Lines => lines;

    /// <summary>The steps.</summary>
    public IEnumerable<CallLine> Calls => lines.OfType<CallLine>();

    /// <summary>The steps in each block that runs more than once, inner blocks before those around them.</summary>
    public IEnumerable<CallLine[]> Loops => lines.Select((line, at) => (line, at)).Reverse()
        .Where(pair => pair.line is BlockLine block && block.Head.Split(' ')[0] is "repeat" or "loop")
        .Select(pair => lines.Skip(pair.at + 1).TakeWhile(line => line.Depth > pair.line.Depth).OfType<CallLine>().ToArray())
        .Where(body => body.Length > 0);

    /// <summary>The heads of the blocks that a step stands in, the innermost first.</summary>
    public IEnumerable<string> Around(CallLine call) {
        int depth = call.Depth;
        foreach (BlockLine block in lines.TakeWhile(line => !ReferenceEquals(line, call)).OfType<BlockLine>().Reverse()) {
            if (block.Depth < depth) {
                depth = block.Depth;
                yield return block.Head;
            }
        }
    }

    /// <summary>The schedules of a plan: that of the preparation, then one for each of its entries.</summary>
    public static IReadOnlyList<Schedule> Of(Plan plan) => Of(plan.Print(), plan.Kernels);

    /// <summary>The schedules of a plan's text, given its kernels.</summary>
    internal static IReadOnlyList<Schedule> Of(string plan, Sequence<Kernel> kernels) {
        List<Schedule> schedules = [];
        Schedule? current = null;
        List<Dimension> times = [];
        foreach (string line in plan.Split('\n')) {
            if (FunctionHead().IsMatch(line)) {
                schedules.Add(current = new Schedule());
                times = [Dimension.One];
            } else if (line == "  }") {
                current = null;
            } else if (current is not null) {
                current.Add(line.Trim(), times, kernels);
            }
        }
        return schedules;
    }

    void Add(string line, List<Dimension> times, Sequence<Kernel> kernels) {
        if (Declaration().IsMatch(line)) {
            return;
        }
        if (line.StartsWith('}')) {
            times.RemoveAt(times.Count - 1);
        }
        int depth = times.Count - 1;
        if (Call().Match(line) is { Success: true } call) {
            int kernel = int.Parse(call.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            IEnumerable<BufferUse> buffers = Uses(call.Groups[2].Value).Select((use, i) => use with { IsWritten = kernels[kernel].Parameters[i].Written });
            lines.Add(new CallLine(++calls, kernel, [.. buffers], times[^1], depth));
        } else if (line.EndsWith('{')) {
            string head = line.Trim('{', '}', ' ');
            lines.Add(new BlockLine(head, [.. Uses(head)], depth));
            times.Add(times[^1] * Count(head));
        }
    }

    // "repeat 5" and "loop Time depth 0" say how often; what a condition decides is counted once.
    static Dimension Count(string head) {
        string[] words = head.Split(' ');
        return words.Length < 2 || words[0] is not ("repeat" or "loop") ? Dimension.One
            : long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? new Dimension(count)
            : Symbol().IsMatch(words[1]) ? words[1].Split('+').Select(Dimension.Symbol).Aggregate((sum, symbol) => sum + symbol) : Dimension.One;
    }

    static IEnumerable<BufferUse> Uses(string text) => Buffer().Matches(text).Select(match => new BufferUse(
        match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture),
        match.Groups[3].Success ? int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : 0, false));

    [GeneratedRegex(@"^  (prepare|entry) \S+ \{$")]
    private static partial Regex FunctionHead();

    [GeneratedRegex(@"^(fixed|input|output|slot) ")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^call (\d+) \((.*)\)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"\b(weight|prepared|state|input|output|slot)(\d+)(?:\+(-?\d+))?")]
    private static partial Regex Buffer();

    [GeneratedRegex(@"^[A-Za-z]\w*(\+[A-Za-z]\w*)*$")]
    private static partial Regex Symbol();
}
