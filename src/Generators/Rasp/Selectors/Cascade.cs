using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generators.Rasp;

/// <summary>Several forms of one selector, the cheapest first: each answers what those before it have no way for.</summary>
internal sealed class Cascade(Tensors tensors, params Func<HitReducer>[] forms) : HitReducer(tensors) {
    private readonly IReadOnlyList<Lazy<HitReducer>> forms = [.. forms.Select(form => new Lazy<HitReducer>(form))];

    public override int? Count(int? mask) => First(form => form.Count(mask));

    public override int? Sum(int values) => First(form => form.Sum(values));

    public override int? OrderedSum(int values) => First(form => form.OrderedSum(values));

    public override int? First(int? mask) => First(form => form.First(mask));

    public override int? Last() => First(form => form.Last());

    public override int? Closest() => First(form => form.Closest());

    public override int? Extreme(int values, bool greatest) => First(form => form.Extreme(values, greatest));

    public override int? Best(int scores) => First(form => form.Best(scores));

    private int? First(Func<HitReducer, int?> reduce) => forms.Select(form => reduce(form.Value)).FirstOrDefault(answer => answer is not null);
}
