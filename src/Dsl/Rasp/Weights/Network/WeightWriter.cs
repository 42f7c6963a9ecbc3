using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Sinter.Rasp.Weights;

/// <summary>The numbers of the matrices of an arranged network.</summary>
sealed class WeightWriter {
    readonly TransformerNetwork network;
    readonly List<TransformerWeight> weights = [];

    readonly NormBound? norm;

    /// <param name="network">The network, its dimensions arranged.</param>
    /// <param name="shape">The architecture.</param>
    /// <param name="norm">How layer normalisation is made harmless; null without it.</param>
    public WeightWriter(TransformerNetwork network, TransformerShape shape, NormBound? norm) {
        (this.network, Shape, this.norm) = (network, shape, norm);
    }

    // The dimensions of the norm are the last ones.
    int Ground => Shape.Width - NormBound.Dimensions;

    int Balance => Ground + 1;

    int Peak => Ground + 2;

    public TransformerShape Shape { get; }

    public IReadOnlyList<TransformerWeight> Weights => weights;

    /// <summary>The width that the widest head needs.</summary>
    public static int HeadWidth(TransformerNetwork network) =>
        network.Layers.SelectMany(layer => layer.Heads.Values).Select(head => head.Width).DefaultIfEmpty(1).Max();

    public void Embedding(IReadOnlyList<IReadOnlyList<Term>> rows) => Table("embedding.weight", Shape.Vocabulary, rows, isPositions: false);

    /// <summary>Positions; the first row is that of the rest position.</summary>
    public void Positions(IEnumerable<ImmutableArray<Term>> rows) => Table("positions.weight", Shape.Context, [[], .. rows], isPositions: true);

    public void Layers() {
        for (int layer = 0; layer < Shape.Layers; layer++) {
            if (Shape.Heads[layer] > 0) {
                Norm($"layers.{layer}.attention_norm");
                Attention($"layers.{layer}.attention", [.. network.Layers[layer].Heads.Values]);
            }
            if (Shape.Hidden[layer] > 0) {
                Norm($"layers.{layer}.feed_forward_norm");
                Mlp($"layers.{layer}.feed_forward", [.. network.Layers[layer].Units.Values]);
            }
        }
    }

    public void Output(IReadOnlyList<(ImmutableArray<Term> Form, double Token)> rows) {
        Norm("norm");
        var matrix = new Matrix(Shape.Outputs, Shape.Width);
        for (int row = 0; row < rows.Count; row++) {
            foreach (Term term in rows[row].Form) {
                matrix[row, term.Slot.Dimension] += term.Factor;
            }
            matrix[row, network.Token.Dimension] += rows[row].Token;
        }
        Reads("output.weight", matrix);
    }

    void Norm(string path) {
        if (norm != null) {
            weights.Add(new TransformerWeight($"{path}.scale", [Shape.Width], [.. Enumerable.Repeat((float)norm.Scale(Shape.Width), Shape.Width)]));
            weights.Add(new TransformerWeight($"{path}.bias", [Shape.Width], [.. new float[Shape.Width]]));
        }
    }

    void Table(string name, int count, IReadOnlyList<IReadOnlyList<Term>> rows, bool isPositions) {
        var matrix = new Matrix(count, Shape.Width);
        for (int row = 0; row < rows.Count; row++) {
            // What nothing reads has no place.
            foreach (Term term in rows[row].Where(term => term.Slot.Dimension >= 0)) {
                matrix[row, term.Slot.Dimension] += term.Factor;
            }
            if (norm != null) {
                matrix[row, Balance] = -Enumerable.Range(0, Ground).Sum(column => matrix[row, column]);
                if (isPositions) {
                    (matrix[row, Peak], matrix[row, Peak + 1]) = (norm.Peak, -norm.Peak);
                }
            }
        }
        Add(name, matrix);
    }

    // Every row that reads the residual stream takes as much of the ground as undoes its mean.
    void Reads(string name, Matrix matrix) {
        for (int row = 0; norm != null && row < matrix.Rows; row++) {
            matrix[row, Ground] = -Enumerable.Range(0, Ground).Sum(column => matrix[row, column]);
        }
        Add(name, matrix);
    }

    // Every column that is added to the residual stream adds up to 0.
    void Writes(string name, Matrix matrix) {
        for (int column = 0; norm != null && column < matrix.Columns; column++) {
            matrix[Balance, column] = -Enumerable.Range(0, Ground).Sum(row => matrix[row, column]);
        }
        Add(name, matrix);
    }

    void Attention(string path, Head[] heads) {
        int rows = heads.Length * Shape.HeadWidth;
        Matrix query = new(rows, Shape.Width), key = new(rows, Shape.Width), value = new(rows, Shape.Width), output = new(Shape.Width, rows);
        double compensation = Precision.Compensation(Shape.HeadWidth), scale = Precision.Scale(Shape.HeadWidth);
        for (int index = 0; index < heads.Length; index++) {
            Head head = heads[index];
            int row = index * Shape.HeadWidth;
            // One dimension says what does not depend on the query: every row asks it the same.
            foreach (Slot slot in network.Flags.Slots) {
                query[row, slot.Dimension] = compensation;
            }
            foreach (Term term in head.KeyLogits) {
                key[row, term.Slot.Dimension] += term.Factor;
            }
            key[row, network.Token.Dimension] += head.TokenLogit;
            key[row, network.Padding.Dimension] += head.Padding;
            // The weight of the rest position is exact although the scale of all others is only near 1.
            key[row, network.Rest.Dimension] = ((head.Hit * scale) + head.Rest) / scale;
            foreach (PairLogits pair in head.Pairs) {
                bool byKeys = pair.Keys.Length <= pair.Queries.Length;
                for (int rank = 0; rank < pair.Rank; rank++) {
                    row++;
                    for (int other = 0; other < (byKeys ? pair.Queries.Length : pair.Keys.Length); other++) {
                        double logit = byKeys ? pair.Logits[rank, other] : pair.Logits[other, rank];
                        foreach (Slot slot in byKeys ? pair.Queries[other] : pair.Keys[other]) {
                            (byKeys ? query : key)[row, slot.Dimension] += byKeys ? logit * compensation : logit;
                        }
                    }
                    foreach (Slot slot in byKeys ? pair.Keys[rank] : pair.Queries[rank]) {
                        (byKeys ? key : query)[row, slot.Dimension] = byKeys ? 1 : compensation;
                    }
                }
            }
            for (int payload = 0; payload < head.Payloads.Count; payload++) {
                int at = (index * Shape.HeadWidth) + payload;
                foreach (Term term in head.Payloads[payload].Values) {
                    value[at, term.Slot.Dimension] += term.Factor;
                }
                value[at, network.Token.Dimension] += head.Payloads[payload].Token;
                value[at, network.Rest.Dimension] += head.Payloads[payload].Rest;
                output[head.Payloads[payload].Target.Dimension, at] = 1;
            }
        }
        Reads($"{path}.query.weight", query);
        Reads($"{path}.key.weight", key);
        Reads($"{path}.value.weight", value);
        Writes($"{path}.output.weight", output);
    }

    void Mlp(string path, Unit[] units) {
        Matrix up = new(units.Length, Shape.Width), down = new(Shape.Width, units.Length), bias = new(units.Length, 1);
        for (int unit = 0; unit < units.Length; unit++) {
            foreach (Term term in units[unit].Inputs) {
                up[unit, term.Slot.Dimension] += term.Factor;
            }
            up[unit, network.Token.Dimension] += units[unit].Token;
            up[unit, network.Rest.Dimension] += units[unit].Rest;
            if (units[unit].Rest < 0) {
                // Padding has positions and no token: without this, thresholds would not hold there.
                up[unit, network.Padding.Dimension] += units[unit].Rest;
            }
            bias[unit, 0] = units[unit].Bias;
            foreach ((Slot slot, double factor) in units[unit].Writes) {
                down[slot.Dimension, unit] += factor;
            }
        }
        Reads($"{path}.up.weight", up);
        weights.Add(new TransformerWeight($"{path}.up.bias", [units.Length], bias.Floats()));
        Writes($"{path}.down.weight", down);
        weights.Add(new TransformerWeight($"{path}.down.bias", [Shape.Width], [.. new float[Shape.Width]]));
    }

    void Add(string name, Matrix matrix) => weights.Add(new TransformerWeight(name, [matrix.Rows, matrix.Columns], matrix.Floats()));

    sealed class Matrix(int rows, int columns) {
        readonly double[] values = new double[rows * columns];

        public int Rows => rows;

        public int Columns => columns;

        public double this[int row, int column] {
            get => values[(row * columns) + column];
            set => values[(row * columns) + column] = value;
        }

        public ImmutableArray<float> Floats() => [.. Array.ConvertAll(values, value => (float)value)];
    }
}
