using System;
using System.IO;
using System.Reflection;
using System.Reflection.Emit;
using Sinter.Runtime;

namespace Sinter.Build.Tests;

/// <summary>Writes assemblies that hold nothing but attributes, as the generator would leave them.</summary>
static class TestAssembly {
    static readonly ConstructorInfo attribute = typeof(EmbeddedPlanAttribute).GetConstructor([typeof(string), typeof(string)])!;

    /// <summary>Writes an assembly with a plan for each model.</summary>
    public static string Write(string folder, string name, params (string Model, string Plan)[] plans) =>
        Write(folder, name, builder => {
            foreach ((string model, string plan) in plans) {
                builder.SetCustomAttribute(new CustomAttributeBuilder(attribute, [model, plan]));
            }
        });

    /// <summary>Writes an assembly with the attribute's value as given.</summary>
    public static string WriteRaw(string folder, string name, byte[] value) =>
        Write(folder, name, builder => builder.SetCustomAttribute(attribute, value));

    static string Write(string folder, string name, Action<PersistedAssemblyBuilder> describe) {
        PersistedAssemblyBuilder builder = new(new AssemblyName(name), typeof(object).Assembly);
        builder.DefineDynamicModule(name);
        describe(builder);
        string path = Path.Combine(folder, name + ".dll");
        builder.Save(path);
        return path;
    }
}
