using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Sinter.Rasp.Weights;

/// <summary>Writes a transformer as files: a checkpoint, what its dimensions mean, and its declaration in C#.</summary>
public static class WeightExport {
    /// <summary>
    /// Writes <c>name.safetensors</c>, whose metadata hold the layout, <c>name.json</c>, which is that layout alone, and
    /// <c>name.cs</c>, the declaration.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save(this RaspTransformer transformer, string folder, string name) {
        ArgumentNullException.ThrowIfNull(transformer);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), transformer.Layout() + "\n");
        File.WriteAllText(Path.Combine(folder, $"{name}.cs"), transformer.Declaration("Programs", name));
        using FileStream file = File.Create(Path.Combine(folder, $"{name}.safetensors"));
        transformer.WriteSafetensors(file);
    }

    /// <summary>Writes the weights in the safetensors format, f32, by the paths of the declaration; the layout is the metadata's entry <c>layout</c>.</summary>
    public static void WriteSafetensors(this RaspTransformer transformer, Stream stream) {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(stream);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header)) {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteString("layout", transformer.Layout());
            json.WriteEndObject();
            long offset = 0;
            foreach (TransformerWeight weight in transformer.Weights) {
                json.WriteStartObject($"transformer.{weight.Name}");
                json.WriteString("dtype", "F32");
                Numbers(json, "shape", weight.Shape);
                Numbers(json, "data_offsets", [offset, offset += 4L * weight.Values.Length]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The format asks for data that begins at a multiple of 8.
        while (header.Length % 8 != 0) {
            header.WriteByte((byte)' ');
        }
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, header.Length);
        stream.Write(number);
        stream.Write(header.ToArray());
        foreach (TransformerWeight weight in transformer.Weights) {
            foreach (float value in weight.Values) {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                stream.Write(number, 0, 4);
            }
        }
    }

    /// <summary>
    /// The architecture and what everything means, as JSON: rows of the embedding, rows of the output, and for each
    /// dimension of the residual stream what it holds and when.
    /// </summary>
    public static string Layout(this RaspTransformer transformer) {
        ArgumentNullException.ThrowIfNull(transformer);
        TransformerShape shape = transformer.Shape;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) {
            json.WriteStartObject();
            json.WriteString("program", transformer.Graph.ToString());
            json.WriteStartObject("architecture");
            json.WriteNumber("vocabulary", shape.Vocabulary);
            json.WriteNumber("inputs", shape.Inputs);
            json.WriteNumber("context", shape.Context);
            json.WriteNumber("width", shape.Width);
            json.WriteNumber("head_width", shape.HeadWidth);
            Numbers(json, "heads", shape.Heads);
            Numbers(json, "hidden", shape.Hidden);
            json.WriteNumber("outputs", shape.Outputs);
            json.WriteBoolean("causal", shape.Causal);
            json.WriteString("activation", shape.Activation == Activation.Relu ? "relu" : "gelu");
            if (shape.LayerNorm) {
                json.WriteString("norm", "layer");
            }
            json.WriteEndObject();
            Texts(json, "embedding", transformer.Codebook.Labels);
            Texts(json, "output", transformer.Codebook.OutputLabels);
            json.WriteStartArray("residual");
            foreach (DimensionUse use in transformer.Residual) {
                json.WriteStartObject();
                json.WriteNumber("dimension", use.Dimension);
                json.WriteString("expression", use.Expression);
                json.WriteString("meaning", use.Meaning);
                json.WriteString("from", use.From);
                json.WriteString("to", use.To);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The model as a declaration in C#, of the standard blocks.</summary>
    public static string Declaration(this RaspTransformer transformer, string space, string name) {
        ArgumentNullException.ThrowIfNull(transformer);
        TransformerShape shape = transformer.Shape;
        string List(IEnumerable<int> numbers) => $"[{string.Join(", ", numbers)}]";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            using Sinter;
            using Sinter.Blocks;

            namespace {{space}};

            /// <summary>A RASP program as a transformer, with the weights of {{name}}.safetensors.</summary>
            [Model]
            [Symbol("Time", 1, {{shape.Context}})]
            public partial class {{name}} {
                readonly ProgramTransformer transformer = new(
                    vocabulary: {{shape.Vocabulary}},
                    context: {{shape.Context}},
                    width: {{shape.Width}},
                    headWidth: {{shape.HeadWidth}},
                    heads: {{List(shape.Heads)}},
                    hidden: {{List(shape.Hidden)}},
                    outputs: {{shape.Outputs}},
                    causal: {{(shape.Causal ? "true" : "false")}},
                    activation: Activation.{{shape.Activation}}{{(shape.LayerNorm ? ",\n        layerNorm: true" : "")}});

                [Entry]
                public Tensor Score([Shape("Time", {{shape.Inputs}}, Type = ElementType.I32)] Tensor tokens) => transformer.Forward(tokens);
            }

            """);
    }

    static void Numbers<T>(Utf8JsonWriter json, string name, IEnumerable<T> numbers) where T : struct, IConvertible {
        json.WriteStartArray(name);
        foreach (T number in numbers) {
            json.WriteNumberValue(number.ToInt64(CultureInfo.InvariantCulture));
        }
        json.WriteEndArray();
    }

    static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts) {
        json.WriteStartArray(name);
        foreach (string text in texts) {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
