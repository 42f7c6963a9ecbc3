using System.Collections.Generic;

namespace Sinter.Generators.Rasp;

/// <summary>What a program can fail with when it runs: for each cause a truth value at each position.</summary>
/// <param name="Expression">The expression, in the words of the evaluator.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Node">A bool for each position, or one for all.</param>
internal sealed record ErrorSite(string Expression, string Problem, int Node);

/// <summary>Collects the errors of one program in the order in which the evaluator would meet them.</summary>
internal sealed class ErrorSites(Tensors tensors) {
    private readonly List<ErrorSite> sites = [];

    public IReadOnlyList<ErrorSite> Sites => sites;

    /// <summary>Notes an error; what can never hold is none.</summary>
    public void Add(string expression, string problem, int condition) {
        if (condition != tensors.False) {
            sites.Add(new(expression, problem, condition));
        }
    }
}
