using Sinter.Generators.Evaluation.Values;

namespace Sinter.Generators.Rasp;

/// <summary>A sequence in tensors: its elements, and at which positions there is one.</summary>
/// <param name="Value">The elements; where there is none, anything.</param>
/// <param name="Present">A bool for each position, or one for all.</param>
internal sealed record Lowered(Value Value, int Present);

/// <summary>How a node of one kind becomes tensors.</summary>
internal interface INodeLowering {
    Lowered Lower(ProgramLowering program, ProgramNode node);
}
