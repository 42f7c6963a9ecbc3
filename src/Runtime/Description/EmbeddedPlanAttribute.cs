using System;

namespace Sinter.Runtime;

/// <summary>
/// The plan of one model, put into the assembly by the generator. The build step reads it from the assembly's
/// metadata to compile the native library; at run time nothing reads it.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class EmbeddedPlanAttribute : Attribute {
    /// <summary>Embeds a plan.</summary>
    /// <param name="name">The model's name with its namespace, such as <c>Example.Stories</c>.</param>
    /// <param name="plan">The plan's text, exactly as it is hashed.</param>
    public EmbeddedPlanAttribute(string name, string plan) {
        Name = name;
        Plan = plan;
    }

    /// <summary>The model's name with its namespace.</summary>
    public string Name { get; }

    /// <summary>The plan's text.</summary>
    public string Plan { get; }
}
