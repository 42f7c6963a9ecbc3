using System;
using System.IO;
using System.Linq;
using System.Text;

namespace Guide;

/// <summary>A checkpoint of the guide's free-form model, under the names of its mapping.</summary>
static class TowerCheckpoint {
    public static string Write() {
        (string Name, int Rows, int Columns)[] tensors = [.. Enumerable.Range(0, 2).SelectMany(i => new[] {
            ($"mlp.{i}.gate_proj.weight", 6, 4), ($"mlp.{i}.up_proj.weight", 6, 4), ($"mlp.{i}.down_proj.weight", 4, 6) })];
        const int size = 24 * sizeof(float);
        string header = "{" + string.Join(",", tensors.Select((tensor, i) => $"\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":[{tensor.Rows},{tensor.Columns}],\"data_offsets\":[{i * size},{(i + 1) * size}]}}")) + "}";
        byte[] text = Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        Random random = new(5);
        string path = Path.Combine(Path.GetTempPath(), $"sinter-guide-{Guid.NewGuid():N}.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. Enumerable.Range(0, tensors.Length * 24).SelectMany(_ => BitConverter.GetBytes((float)(2 * random.NextDouble() - 1)))]);
        return path;
    }
}
