using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using App;

// Weights and inputs that the test can make up again: element i of a tensor is sin(i + offset).
string weights = Path.Combine(Path.GetTempPath(), $"perceptron-{Environment.ProcessId}.safetensors");
try {
    File.WriteAllBytes(weights, Checkpoint());
    using Perceptron.Loaded model = Perceptron.Load(weights);
    using Perceptron.Session session = model.CreateSession();
    foreach (int rows in (int[])[1, 7, 16]) {
        List<string> values = [];
        foreach (float value in session.Forward(Sines(rows * 3, 40))) {
            values.Add(value.ToString("R", CultureInfo.InvariantCulture));
        }
        Console.WriteLine(string.Join(' ', values));
    }
} finally {
    File.Delete(weights);
}

static byte[] Checkpoint() {
    string header = """{"up.product.weight":{"dtype":"F32","shape":[5,3],"data_offsets":[0,60]},"down.weight":{"dtype":"F32","shape":[2,5],"data_offsets":[60,100]}}""";
    header = header.PadRight((header.Length + 7) / 8 * 8);
    using MemoryStream file = new();
    file.Write(BitConverter.GetBytes((long)header.Length));
    file.Write(Encoding.ASCII.GetBytes(header));
    file.Write(MemoryMarshal.AsBytes<float>(Sines(15, 10)));
    file.Write(MemoryMarshal.AsBytes<float>(Sines(10, 20)));
    return file.ToArray();
}

static float[] Sines(int count, int offset) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
        values[i] = MathF.Sin(i + offset);
    }
    return values;
}
