using System;
using System.Globalization;
using System.Linq;
using Bert;

// How alike sequences are: the cosine of the means of their vectors, all sequences encoded in one call without padding.
if (args.Length < 3) {
    Console.Error.WriteLine("expected a safetensors file of a BERT-base and two or more sequences of token numbers, as: model.safetensors \"101 7592 2088 102\" \"101 7592 102\"");
    return 2;
}
int[][] sequences = [.. args.Skip(1).Select(text => Array.ConvertAll(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => int.Parse(word, CultureInfo.InvariantCulture)))];
PackedBatch batch = new(sequences);
using BertBase.Loaded model = BertBase.Load(args[0]);
using BertBase.Session session = model.CreateSession();
ReadOnlySpan<float> vectors = session.EncodePacked(batch.Tokens, batch.Kinds, batch.Places, batch.Sequences);
int width = vectors.Length / batch.Tokens.Length;
float[][] means = new float[sequences.Length][];
for (int number = 0; number < sequences.Length; number++) {
    means[number] = new float[width];
    foreach (int token in Enumerable.Range(batch.Offsets[number], sequences[number].Length)) {
        for (int i = 0; i < width; i++) {
            means[number][i] += vectors[token * width + i] / sequences[number].Length;
        }
    }
}
foreach (float[] row in means) {
    Console.WriteLine(string.Join(' ', means.Select(column => (Dot(row, column) / Math.Sqrt(Dot(row, row) * Dot(column, column))).ToString("F3", CultureInfo.InvariantCulture))));
}
return 0;

static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
