using System;
using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>
/// Whether a team's calls end sooner when the caller does all threads' shares by itself. Where others keep the processors busy, a thread
/// that has lost its own is waited for at every barrier, for as long as the scheduler takes. Whether that is so is measured: where threads
/// slept at barriers, and the caller then turns out to have had a processor for little of the time, calls are tried alone, and again
/// together from time to time. The results are the same.
/// </summary>
sealed class Crowding {
    // A thread that waits for a share a little larger than its own sleeps too, but not for so long.
    const double LeastShare = 0.6;

    // Calls are judged by the mean of some, over a while in which the scheduler has its turns.
    const int FewestCalls = 4;
    static readonly long ShortestTicks = Stopwatch.Frequency / 100;
    const int FewestRests = 8;
    const int MostRests = 64;

    // Made ahead, as a call allocates nothing; functions beyond their number share the last.
    const int MostFunctions = 32;

    readonly Judgement[] judgements = new Judgement[MostFunctions];
    Judgement current;

    public Crowding() {
        for (int i = 0; i < MostFunctions; i++) {
            judgements[i] = new Judgement();
        }
        current = judgements[0];
    }

    /// <summary>Whether the next call of a function is to be made alone.</summary>
    public bool RunsAlone(nint function) {
        int i = 0;
        while (i < MostFunctions - 1 && judgements[i].Function != function && judgements[i].Function != 0) {
            i++;
        }
        current = judgements[i];
        current.Function = function;
        return current.IsAlone;
    }

    /// <summary>Whether the processor time of the call that was asked about last is wanted.</summary>
    public bool IsWatched => current.IsWatched;

    /// <summary>Takes note of the call that was asked about last.</summary>
    /// <param name="ticks">How long it took.</param>
    /// <param name="slept">Whether a thread slept at a barrier.</param>
    /// <param name="processorTicks">How long of that the caller had a processor, where that was wanted.</param>
    public void Ran(long ticks, bool slept, long processorTicks = 0) => current.Ran(ticks, slept, processorTicks);

    enum Way { Together, TriedAlone, Alone, TriedTogether }

    sealed class Judgement {
        public nint Function;
        Way way = Way.Together;
        int calls;
        int disturbed;
        long ticks;
        long processorTicks;
        double together;
        double alone;
        // Judgements until the other way is tried again, now and the next time.
        int left;
        int next = FewestRests;

        public bool IsAlone => way is Way.TriedAlone or Way.Alone;

        // Reading the processor time takes a while, so only of calls that follow others in which threads slept.
        public bool IsWatched { get; private set; }

        public void Ran(long taken, bool slept, long processor) {
            calls++;
            ticks += taken;
            processorTicks += processor;
            disturbed += slept ? 1 : 0;
            if (calls < FewestCalls || ticks < ShortestTicks) {
                return;
            }
            double mean = (double)ticks / calls;
            bool haveSlept = disturbed * 4 >= calls;
            bool isDisturbed = haveSlept && IsWatched && processorTicks < LeastShare * ticks;
            (calls, ticks, processorTicks, disturbed) = (0, 0, 0, 0);
            if (IsAlone) {
                alone = mean;
            } else {
                together = mean;
            }
            switch (way) {
                case Way.Together when isDisturbed:
                    if (--left < 0) {
                        way = Way.TriedAlone;
                    }
                    break;
                // Where threads slept and nothing more is known yet, the next calls are watched.
                case Way.Together when haveSlept && !IsWatched:
                    break;
                case Way.Together:
                case Way.TriedTogether when !isDisturbed || together < alone:
                    (way, left, next) = (Way.Together, 0, FewestRests);
                    break;
                case Way.TriedAlone:
                    Stay(alone < together ? Way.Alone : Way.Together);
                    break;
                case Way.Alone:
                    if (--left < 0) {
                        way = Way.TriedTogether;
                    }
                    break;
                case Way.TriedTogether:
                    Stay(Way.Alone);
                    break;
            }
            IsWatched = way == Way.TriedTogether || (way == Way.Together && haveSlept);
        }

        void Stay(Way chosen) {
            (way, left) = (chosen, next);
            next = Math.Min(2 * next, MostRests);
        }
    }
}
