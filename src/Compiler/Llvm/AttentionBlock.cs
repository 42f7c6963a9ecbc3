namespace Sinter.Compiler.Llvm;

/// <summary>Where the parts of a block of queries lie while it meets one block of keys after another.</summary>
/// <param name="Queries">Its queries, one behind the other.</param>
/// <param name="Turned">Room for as much again, for a form that needs them in another order.</param>
/// <param name="QueryStride">Elements from one of them to the next.</param>
/// <param name="Sums">Weighted sums of values, one row a query.</param>
/// <param name="SumsStride">Elements from one of these to the next.</param>
/// <param name="Scores">Scores, then weights, of one group of queries.</param>
/// <param name="MostKeys">Elements from one row of scores to the next, and the most keys of a block.</param>
/// <param name="Maxima">The running maxima.</param>
/// <param name="Totals">The running sums of weights.</param>
/// <param name="Factors">What the sums of one group are multiplied by before its weights are added.</param>
/// <param name="Bounds">What is known of each group's keys.</param>
internal sealed record AttentionBlock(
    IrValue Queries, IrValue Turned, long QueryStride, IrValue Sums, long SumsStride, IrValue Scores, long MostKeys, IrValue Maxima, IrValue Totals, IrValue Factors, IrValue Bounds);

/// <summary>How the products of attention are made of a group of queries and a block of keys.</summary>
internal interface IAttentionForm {
    /// <summary>Queries of a group.</summary>
    int Rows { get; }

    /// <summary>Whether keys and values are read where they lie.</summary>
    bool IsReadInPlace { get; }

    /// <summary>Takes a block whose queries stand ready.</summary>
    void TakeQueries(AttentionBlock block, IrValue groups);

    /// <summary>Takes so many keys and values from one on.</summary>
    void TakeKeys(KernelScope place, AttentionBlock block, IrValue firstKey, IrValue keys);

    /// <summary>The scores of a group, which begins at a row, with so many of the keys.</summary>
    void Products(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys);

    /// <summary>Brings the sums of a group up to date with the weights of so many of the keys.</summary>
    void Update(KernelScope place, AttentionBlock block, IrValue row, IrValue firstKey, IrValue keys);
}
