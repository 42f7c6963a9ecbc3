using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sinter.Runtime;
using Sinter.Runtime.Weights;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Zoo.Tests;

/// <summary>
/// A system's weights, inputs and expected outputs, written by <c>tests/reference/zoo</c>, with the declared model compiled and eager.
/// </summary>
/// <typeparam name="TModel">The declaration.</typeparam>
public sealed class Fixture<TModel> where TModel : new() {
    private readonly string system;
    private readonly ITestOutputHelper log;
    private readonly Dictionary<string, Values> tensors = new(StringComparer.Ordinal);

    /// <summary>Reads <c>fixtures/{system}.safetensors</c>.</summary>
    public Fixture(string system, ITestOutputHelper log) {
        this.system = system;
        this.log = log;
        using WeightFile file = WeightFile.Open(Repository.At("tests", "Zoo.Tests", "fixtures", system + ".safetensors"));
        foreach (WeightTensor tensor in file.Tensors.Values) {
            tensors.Add(tensor.Name, Values.Of(tensor));
        }
    }

    /// <summary>What the runtime knows of the model.</summary>
    public ModelDescription Description { get; } = (ModelDescription)typeof(TModel).GetProperty("Description")!.GetValue(null)!;

    /// <summary>A tensor by its name in the file, such as <c>input.x.1</c>.</summary>
    public Values this[string name] => tensors.TryGetValue(name, out Values? values)
        ? values
        : throw new KeyNotFoundException($"{system}: the fixture has no {name}, but {string.Join(", ", tensors.Keys)}");

    /// <summary>The compiled model with the fixture's weights, or with others in their place.</summary>
    public LoadedModel Load(int threads = 1, Func<string, Values, Values>? change = null) {
        string path = Path.Combine(Path.GetTempPath(), $"sinter-{system}-{Guid.NewGuid():N}.safetensors");
        WeightFiles.Write(path, [.. tensors.Where(tensor => IsWeight(tensor.Key)).Select(tensor => (tensor.Key, change?.Invoke(tensor.Key, tensor.Value) ?? tensor.Value))]);
        try {
            return LoadedModel.Load(Description, path, new LoadOptions { Threads = threads });
        } finally {
            // The file is mapped, and lives on without a name.
            File.Delete(path);
        }
    }

    /// <summary>The eager model with the fixture's weights.</summary>
    public TModel Eager() {
        TModel model = new();
        Checkpoint.Bind(model, path => IsWeight(path) && tensors.TryGetValue(path, out Values? values) ? values.ToTensor() : null);
        return model;
    }

    /// <summary>
    /// Runs an entry over one case of the fixture, compiled (by one thread and by three) and eager, and holds what comes out against the
    /// reference.
    /// </summary>
    /// <param name="entry">The entry's name.</param>
    /// <param name="case">What the names of inputs and outputs end in, or nothing.</param>
    /// <param name="bound">The largest distance allowed, in parts of an output's largest magnitude.</param>
    /// <param name="chunks">How many tokens each call brings; none for all in one call.</param>
    public void Check(string entry, string @case = "", double bound = 1e-5, params int[] chunks) {
        EntryDescription description = Description.Entries.First(candidate => candidate.Name == entry && candidate.FixedSymbols.IsEmpty);
        string ending = @case.Length == 0 ? "" : "." + @case;
        Values[] inputs = [.. description.Inputs.Select(input => this[$"input.{input.Name}{ending}"])];
        string[] names = [.. tensors.Keys.Where(name => IsOutput(name, ending))];
        // A single result has no name in C#: it is the case's only output, or the one that is named as the entry. Several are known by theirs.
        string own = $"output.{Checkpoint.SnakeCase(entry)}{ending}";
        Values[] expected = description.Outputs.Length == 1
            ? [this[names.Contains(own) ? own : Assert.Single(names)]]
            : [.. description.Outputs.Select(output => this[$"output.{output.Name}{ending}"])];
        int[] calls = chunks.Length > 0 ? chunks : [inputs.Length == 0 || inputs[0].Shape.Length == 0 ? 0 : inputs[0].Shape[0]];
        double worst = 0;
        foreach (int threads in (int[])[1, 3]) {
            using LoadedModel model = Load(threads);
            using ModelSession session = model.CreateSession();
            worst = Math.Max(worst, Largest($"compiled, {threads} threads", ModelRun.Compiled(session, description, inputs, calls)));
        }
        double eagerly = Largest("eager", ModelRun.Eager(Eager()!, description, Description.Symbols, inputs, calls));
        string what = $"{system} {entry}{(ending.Length > 0 ? " case " + @case : "")}{(chunks.Length > 0 ? $", calls of {string.Join(", ", chunks)}" : "")}";
        log.WriteLine($"{what}: largest error {worst:E2} compiled, {eagerly:E2} eager");
        Assert.True(worst <= bound, $"{what}: the compiled model is {worst:E2} from the reference, allowed are {bound:E1}");
        Assert.True(eagerly <= bound, $"{what}: the eager model is {eagerly:E2} from the reference, allowed are {bound:E1}");
        MeasuredErrors.Record(system, worst);

        double Largest(string who, Values[] found) {
            double largest = 0;
            for (int i = 0; i < expected.Length; i++) {
                Assert.True(
                    found[i].Shape.AsSpan().SequenceEqual(expected[i].Shape),
                    $"{system} {entry}, {who}: expected [{string.Join(", ", expected[i].Shape)}], found [{string.Join(", ", found[i].Shape)}]");
                largest = Math.Max(largest, found[i].ErrorAgainst(expected[i]));
            }
            return largest;
        }
    }

    // A model may have a weight called output.weight: what it does not declare and is no input or output is surplus, and told as such.
    private bool IsWeight(string name) => Description.Weights.Any(weight => weight.Path == name)
        || (!name.StartsWith("input.", StringComparison.Ordinal) && !name.StartsWith("output.", StringComparison.Ordinal));

    // output.<name><ending>, where the name has no dot: case 1 is not part of case 2.1.
    private bool IsOutput(string name, string ending) =>
        !IsWeight(name) && name.StartsWith("output.", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal)
        && !name["output.".Length..^ending.Length].Contains('.', StringComparison.Ordinal);
}
