using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Compiler.Graph;
using Sinter.Compiler.Kernels;

namespace Sinter.Compiler.Llvm;

/// <summary>
/// Writes attention as one pass over blocks of keys, with the running maximum and sum of Milakov and Gimelshein (2018): memory does
/// not grow with the number of keys. Where the probabilities are changed before they meet the values, the first pass finds maximum and sum
/// and a second one computes the scores again.
/// </summary>
internal sealed class AttentionEmitter {
    private readonly KernelContext context;
    private readonly AttentionBody body;
    private readonly IrWriter writer;
    private readonly ScalarEmitter emitter;
    private readonly RunningSoftmax softmax;
    private readonly int lanes;
    // Between two updates of the running maximum: enough to make the update cheap, few enough that their scores stay in the first-level cache.
    private readonly long keysPerBlock;
    private readonly long width;
    private readonly long channels;

    private AttentionEmitter(KernelContext context, AttentionBody body) {
        (this.context, this.body, writer, emitter) = (context, body, context.Writer, context.Emitter);
        softmax = new RunningSoftmax(writer);
        lanes = emitter.NativeLanes;
        keysPerBlock = Math.Max(16, emitter.Target.Level1Bytes / 128 / 16 * 16);
        width = body.Width.Extent.Value;
        channels = body.Channels.Extent.Value;
    }

    /// <summary>Rows that share their keys go through register tiles where there are enough of them, all others one by one.</summary>
    public static void Write(KernelContext context, AttentionKernel kernel) {
        (List<Variable> batch, List<Variable> rows) = AttentionTileEmitter.Axes(kernel.Body);
        long fewest = AttentionTileEmitter.FewestRows(context.Emitter.Target);
        IrValue count = rows.Aggregate(IrWriter.Int(1), (product, axis) => context.Writer.Multiply(product, context.Emitter.Extent(axis.Extent)));
        bool isKnown = long.TryParse(count.Name, out long known);
        bool mayTile = kernel.Body.Weigh is null && (isKnown ? known : context.UpperBound(TensorType.Product(rows.Select(axis => axis.Extent)))) >= fewest;
        if (!mayTile) {
            new AttentionEmitter(context, kernel.Body).Write();
        } else if (isKnown) {
            AttentionTileEmitter.Write(context, kernel.Body, batch, rows, known);
        } else {
            IrValue areMany = context.Writer.Compare("sge", count, IrWriter.Int(fewest));
            context.Writer.If(areMany, () => AttentionTileEmitter.Write(context, kernel.Body, batch, rows, null));
            context.Writer.If(context.Writer.Emit("i1", $"xor {areMany}, true"), () => new AttentionEmitter(context, kernel.Body).Write());
        }
    }

    private void Write() {
        IrValue query = context.TakeScratch(Padded(width) * 4);
        IrValue sums = context.TakeScratch(Padded(channels) * 4);
        IrValue scores = context.TakeScratch(keysPerBlock * 4);
        List<Variable> rows = [.. body.Rows.Where(axis => !axis.Extent.Equals(Dimension.One))];
        IrValue items = rows.Aggregate(IrWriter.Int(1), (product, axis) => writer.Multiply(product, emitter.Extent(axis.Extent)));
        (IrValue first, IrValue end) = context.Share(items);
        writer.Loop(first, end, 1, item => {
            KernelScope scope = new(null);
            foreach (Variable single in body.Rows.Where(axis => axis.Extent.Equals(Dimension.One))) {
                scope.Define(single, IrWriter.Int(0));
            }
            context.Decode(item, rows, scope);
            WriteRow(scope, query, sums, scores);
        });
    }

    private void WriteRow(KernelScope scope, IrValue query, IrValue sums, IrValue scores) {
        new AttentionPacking(context, body, context.Tile.Columns).Query(scope, query);
        writer.Loop(IrWriter.Int(0), IrWriter.Int(Padded(channels)), lanes, e =>
            writer.Store(Zero, writer.Element(sums, "float", e), 4));
        emitter.Hoist([body.Score], body.Keys, scope);

        IrValue keys = emitter.Extent(body.Keys.Extent);
        IrValue end = body.End is null ? keys : writer.Maximum(writer.Minimum(emitter.EmitIndex(body.End, scope), keys), IrWriter.Int(0));
        // A sink is seen before all keys: it is the maximum so far, and its weight, e^0, the sum so far.
        IrValue[] start = body.Sink is null ? [RunningSoftmax.Lowest, new IrValue("float", "0.0")] : [emitter.Emit(body.Sink, scope), new IrValue("float", "1.0")];
        IrValue[] state = writer.Loop(IrWriter.Int(0), end, keysPerBlock, start, (block, running) => {
            IrValue count = writer.Minimum(writer.Subtract(end, block), IrWriter.Int(keysPerBlock));
            WriteProducts(scope, query, scores, block, count);
            IrValue largest = WriteScores(scope, scores, block, count, running[0]);
            IrValue shift = softmax.Shift(largest);
            IrValue correction = softmax.Exponential(writer.Emit("float", $"fsub {running[0]}, {shift.Name}"));
            IrValue weight = WriteWeights(scores, count, shift);
            if (body.Weigh is null) {
                WriteValues(scope, sums, scores, block, count, correction);
            }
            IrValue scaled = writer.Emit("float", $"fmul contract {running[1]}, {correction.Name}");
            return [largest, writer.Emit("float", $"fadd contract {scaled}, {weight.Name}")];
        });
        if (body.Weigh is null) {
            WriteResult(context, body, scope, sums, state[1]);
        } else {
            WriteWeighed(scope, query, sums, scores, state[0], state[1]);
            WriteResult(context, body, scope, sums, One);
        }
    }

    // The second pass. It goes over masked keys too: what is made of a probability of zero need not be zero.
    private void WriteWeighed(KernelScope scope, IrValue query, IrValue sums, IrValue scores, IrValue largest, IrValue total) {
        emitter.Hoist([body.Weigh!], body.Keys, scope);
        IrValue shift = writer.Splat(largest, lanes);
        IrValue reciprocal = writer.Splat(writer.Emit("float", $"fdiv {One}, {total.Name}"), lanes);
        IrValue keys = emitter.Extent(body.Keys.Extent);
        writer.Loop(IrWriter.Int(0), keys, keysPerBlock, block => {
            IrValue count = writer.Minimum(writer.Subtract(keys, block), IrWriter.Int(keysPerBlock));
            WriteProducts(scope, query, scores, block, count);
            WriteScores(scope, scores, block, count, RunningSoftmax.Lowest);
            IrValue whole = writer.Emit("i64", $"and {count}, {-lanes}");
            writer.Loop(IrWriter.Int(0), whole, lanes, s => Weigh(s, null));
            writer.If(writer.Compare("slt", whole, count), () => Weigh(whole, emitter.MaskBelow(whole, count, lanes)));
            WriteValues(scope, sums, scores, block, count, One);

            void Weigh(IrValue s, IrValue? mask) {
                IrValue address = writer.Element(scores, "float", s);
                IrValue raised = softmax.Exponential(writer.Emit(Zero.Type, $"fsub {writer.Load(Zero.Type, address, 4)}, {shift.Name}"));
                KernelScope inside = scope.InsideLanes(body.Keys, writer.Add(block, s), lanes, mask);
                inside.Remember(AccumulatorOf(body.Weigh!), writer.Emit(Zero.Type, $"fmul {raised}, {reciprocal.Name}"));
                writer.Store(emitter.EmitVector(body.Weigh!, inside), address, 4);
            }
        });
    }

    private static IrValue One => new("float", "1.0");

    private IrValue Zero => new($"<{lanes} x float>", "zeroinitializer");

    // scores[s] = sum over the width of query * key, for as many keys at a time as a vector has lanes.
    private void WriteProducts(KernelScope scope, IrValue query, IrValue scores, IrValue block, IrValue count) {
        IrValue whole = writer.Emit("i64", $"and {count}, {-lanes}");
        writer.Loop(IrWriter.Int(0), whole, lanes, s => {
            List<IrValue> partial = [];
            for (int lane = 0; lane < lanes; lane++) {
                partial.Add(Partial(scope, query, writer.Add(writer.Add(block, s), IrWriter.Int(lane))));
            }
            writer.Store(Transposed(partial), writer.Element(scores, "float", s), 4);
        });
        writer.Loop(whole, count, 1, s => {
            IrValue product = emitter.AcrossLanes("sum", Partial(scope, query, writer.Add(block, s)));
            writer.Store(product, writer.Element(scores, "float", s), 4);
        });
    }

    // One key's product with the query, still spread over lanes.
    private IrValue Partial(KernelScope scope, IrValue query, IrValue key) {
        KernelScope inside = new(scope.Inside(body.Keys, key));
        IrValue sum = Zero;
        emitter.Hoist([body.Key], body.Width, inside);
        if (width > 256) {
            // Too wide to be written out: a loop.
            sum = writer.Loop(IrWriter.Int(0), IrWriter.Int(width / lanes * lanes), lanes, [sum], (d, acc) => [Step(d, null, acc[0])])[0];
        } else {
            for (long d = 0; d + lanes <= width; d += lanes) {
                sum = Step(IrWriter.Int(d), null, sum);
            }
        }
        if (width % lanes != 0) {
            IrValue start = IrWriter.Int(width / lanes * lanes);
            sum = Step(start, emitter.MaskBelow(start, IrWriter.Int(width), lanes), sum);
        }
        return sum;

        IrValue Step(IrValue d, IrValue? mask, IrValue acc) {
            IrValue key = emitter.EmitVector(body.Key, inside.InsideLanes(body.Width, d, lanes, mask));
            IrValue left = writer.Load($"<{lanes} x float>", writer.Element(query, "float", d), 4);
            IrValue product = writer.Emit(left.Type, $"fmul contract {left}, {key.Name}");
            if (mask is { } some) {
                product = writer.Select(some, product, Zero);
            }
            return writer.Emit(left.Type, $"fadd contract {acc}, {product.Name}");
        }
    }

    // Lane i of the result is the sum of the i-th vector's lanes. Of two vectors whose numbers differ in one bit, the lanes that differ in it
    // are added, so that the sums of one stand where the bit is clear and those of the other where it is set: a permutation, a blend, a sum.
    private IrValue Transposed(List<IrValue> vectors) {
        for (int distance = lanes / 2; distance > 0; distance /= 2) {
            List<IrValue> next = [];
            for (int i = 0; i < distance; i++) {
                (IrValue a, IrValue b) = (vectors[i], vectors[i + distance]);
                IrValue own = Lanes(a, b, lane => (lane & distance) == 0 ? lane : lanes + lane);
                IrValue other = Lanes(a, b, lane => (lane & distance) == 0 ? lane + distance : lanes + lane - distance);
                next.Add(writer.Emit(a.Type, $"fadd contract {own}, {other.Name}"));
            }
            vectors = next;
        }
        return vectors[0];
    }

    private IrValue Lanes(IrValue a, IrValue b, Func<int, int> source) => writer.Emit(
        a.Type, $"shufflevector {a}, {b}, <{lanes} x i32> <{string.Join(", ", Enumerable.Range(0, lanes).Select(lane => $"i32 {source(lane)}"))}>");

    // Products become scores; the new running maximum.
    private IrValue WriteScores(KernelScope scope, IrValue scores, IrValue block, IrValue count, IrValue running) {
        IrValue start = writer.Splat(running, lanes);
        IrValue whole = writer.Emit("i64", $"and {count}, {-lanes}");
        IrValue largest = writer.Loop(IrWriter.Int(0), whole, lanes, [start], (s, best) => [Score(s, null, best[0])])[0];
        largest = writer.If(writer.Compare("slt", whole, count), [largest], () => [Score(whole, emitter.MaskBelow(whole, count, lanes), largest)])[0];
        return softmax.Largest(largest);

        IrValue Score(IrValue s, IrValue? mask, IrValue best) {
            IrValue address = writer.Element(scores, "float", s);
            KernelScope inside = scope.InsideLanes(body.Keys, writer.Add(block, s), lanes, mask);
            inside.Remember(AccumulatorOf(body.Score), writer.Load($"<{lanes} x float>", address, 4));
            IrValue score = emitter.EmitVector(body.Score, inside);
            if (mask is { } some) {
                score = writer.Select(some, score, writer.Splat(RunningSoftmax.Lowest, lanes));
            }
            writer.Store(score, address, 4);
            return softmax.Larger(score, best);
        }
    }

    /// <summary>The running result that a scalar is made of.</summary>
    public static Scalar AccumulatorOf(Scalar root) {
        HashSet<Scalar> seen = [];
        Stack<Scalar> open = new([root]);
        while (open.Count > 0) {
            Scalar scalar = open.Pop();
            if (scalar.Operation == "accumulator") {
                return scalar;
            }
            foreach (Scalar operand in scalar.Operands.Where(seen.Add)) {
                open.Push(operand);
            }
        }
        throw new GraphException("attention: the score does not depend on the product of query and key");
    }

    // Scores become exp(score - maximum), zero behind the last key; their sum.
    private IrValue WriteWeights(IrValue scores, IrValue count, IrValue shift) {
        IrValue spread = writer.Splat(shift, lanes);
        IrValue rounded = writer.Emit("i64", $"and {writer.Add(count, IrWriter.Int(lanes - 1))}, {-lanes}");
        IrValue total = writer.Loop(IrWriter.Int(0), rounded, lanes, [Zero], (s, sum) => {
            IrValue address = writer.Element(scores, "float", s);
            IrValue weight = softmax.Exponential(writer.Emit(Zero.Type, $"fsub {writer.Load(Zero.Type, address, 4)}, {spread.Name}"));
            writer.Store(weight, address, 4);
            return [writer.Emit(Zero.Type, $"fadd contract {sum[0]}, {weight.Name}")];
        })[0];
        return emitter.AcrossLanes("sum", total);
    }

    // sums[e] = sums[e] * correction + sum over the block's keys of weight * value, several vectors of channels at a time.
    private void WriteValues(KernelScope scope, IrValue sums, IrValue scores, IrValue block, IrValue count, IrValue correction) {
        IrValue factor = writer.Splat(correction, lanes);
        int together = (int)Math.Min(8, Math.Max(1, channels / lanes));
        long whole = channels / lanes * lanes;
        long grouped = whole / (together * lanes) * (together * lanes);
        Group(0, grouped, together, null);
        Group(grouped, whole, 1, null);
        if (channels > whole) {
            Accumulate(IrWriter.Int(whole), 1, emitter.MaskBelow(IrWriter.Int(whole), IrWriter.Int(channels), lanes));
        }

        void Group(long from, long to, int vectors, IrValue? mask) {
            if (to > from) {
                writer.Loop(IrWriter.Int(from), IrWriter.Int(to), vectors * lanes, e => Accumulate(e, vectors, mask));
            }
        }

        void Accumulate(IrValue e, int vectors, IrValue? mask) {
            IrValue[] addresses = [.. Enumerable.Range(0, vectors).Select(v => writer.Element(sums, "float", writer.Add(e, IrWriter.Int(v * lanes))))];
            IrValue[] start = [.. addresses.Select(address => writer.Emit(Zero.Type, $"fmul {writer.Load(Zero.Type, address, 4)}, {factor.Name}"))];
            // Few channels make few sums, each of which waits for the one before: several keys at a time make more.
            int unroll = Math.Max(1, 4 / vectors);
            IrValue[] sumsOfKeys = [.. Enumerable.Range(0, unroll).SelectMany(u => u == 0 ? start : [.. Enumerable.Repeat(Zero, vectors)])];
            IrValue whole = writer.Emit("i64", $"and {count}, {-unroll}");
            sumsOfKeys = writer.Loop(IrWriter.Int(0), whole, unroll, sumsOfKeys, (s, acc) =>
                [.. Enumerable.Range(0, unroll).SelectMany(u => AddKey(writer.Add(s, IrWriter.Int(u)), [.. acc.Skip(u * vectors).Take(vectors)]))]);
            IrValue[] result = [.. sumsOfKeys.Take(vectors)];
            for (int u = 1; u < unroll; u++) {
                result = [.. result.Select((sum, v) => writer.Emit(sum.Type, $"fadd contract {sum}, {sumsOfKeys[u * vectors + v].Name}"))];
            }
            if (unroll > 1) {
                result = writer.Loop(whole, count, 1, result, AddKey);
            }
            for (int v = 0; v < vectors; v++) {
                writer.Store(result[v], addresses[v], 4);
            }

            IrValue[] AddKey(IrValue s, IrValue[] acc) {
                IrValue weight = writer.Splat(writer.Load("float", writer.Element(scores, "float", s), 4), lanes);
                KernelScope inside = new(scope.Inside(body.Keys, writer.Add(block, s)));
                emitter.Hoist([body.Value], body.Channels, inside);
                return [.. acc.Select((sum, v) => {
                    IrValue value = emitter.EmitVector(body.Value, inside.InsideLanes(body.Channels, writer.Add(e, IrWriter.Int(v * lanes)), lanes, mask));
                    return writer.Emit(sum.Type, $"fadd contract {sum}, {writer.Emit(sum.Type, $"fmul contract {weight}, {value.Name}").Name}");
                })];
            }
        }
    }

    /// <summary>Stores what a row's sums, divided by the sum of its weights, make.</summary>
    public static void WriteResult(KernelContext context, AttentionBody body, KernelScope scope, IrValue sums, IrValue total) {
        (IrWriter writer, ScalarEmitter emitter) = (context.Writer, context.Emitter);
        int lanes = emitter.NativeLanes;
        IrValue reciprocal = writer.Splat(writer.Emit("float", $"fdiv {One}, {total.Name}"), lanes);
        emitter.Hoist(body.Stores.Select(store => store.Value), body.Channels, scope);
        context.LanesLoop(body.Channels, IrWriter.Int(0), IrWriter.Int(body.Channels.Extent.Value), lanes, scope, inside => {
            IrValue sum = writer.Load(reciprocal.Type, writer.Element(sums, "float", inside.ValueOf(body.Channels)!.Value), 4);
            IrValue mean = writer.Emit(sum.Type, $"fmul {sum}, {reciprocal.Name}");
            foreach (Store store in body.Stores) {
                inside.Remember(AccumulatorOf(store.Value), mean);
                IrValue value = emitter.Emit(store.Value, inside);
                emitter.Store(new IrValue("ptr", $"%b{store.Parameter}"), store.Parameter, emitter.Linear(store.Parameter, store.At), value, inside);
            }
        });
    }

    private static long Padded(long elements) => (elements + 15) / 16 * 16;
}
