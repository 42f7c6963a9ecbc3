using Sinter.Generators.Learned.Python;

namespace Sinter.Generators.Learned;

/// <summary>The code of an export, statement by statement. What differs from these is an error: it would mean something else.</summary>
internal static class Exports {
    public static readonly PythonPattern SelectClosest = PythonPattern.Of("""
        def select_closest(keys, queries, predicate):
            scores = [[False for _ in keys] for _ in queries]
            for i, q in enumerate(queries):
                matches = [j for j, k in enumerate(ANY_KEYS) if predicate(q, k)]
                if not (any(matches)):
                    scores[i][0] = True
                else:
                    j = min(matches, key=lambda j: len(matches) if j == i else abs(i - j))
                    scores[i][j] = True
            return scores
        """);

    public static readonly PythonPattern Select = PythonPattern.Of("""
        def select(keys, queries, predicate):
            return [[predicate(q, k) for k in keys] for q in queries]
        """);

    public static readonly PythonPattern CausalSelect = PythonPattern.Of("""
        def select(keys, queries, predicate):
            return [[predicate(q, k) for k in keys[: i + 1]] for i, q in enumerate(queries)]
        """);

    public static readonly PythonPattern Aggregate = PythonPattern.Of("""
        def aggregate(attention, values):
            return [[v for a, v in zip(attn, values) if a][0] for attn in attention]
        """);

    public static readonly PythonPattern AggregateSum = PythonPattern.Of("""
        def aggregate_sum(attention, values):
            return [sum([v for a, v in zip(attn, values) if a]) for attn in attention]
        """);

    public static readonly PythonPattern AllKeys = PythonPattern.OfExpression("keys");
    public static readonly PythonPattern KeysUpToHere = PythonPattern.OfExpression("keys[: i + 1]");

    public static readonly PythonPattern NumPy = PythonPattern.Of("import numpy as np");
    public static readonly PythonPattern Pandas = PythonPattern.Of("import pandas as pd");
    public static readonly PythonPattern Enumeration = PythonPattern.Of("from enum import Enum");

    public static readonly PythonPattern ClassifierWeights = PythonPattern.Of("classifier_weights = pd.read_csv(ANY_PATH, index_col=[0, 1], dtype={'feature': str})");
    public static readonly PythonPattern Scores = PythonPattern.Of("ANY_SCORES = classifier_weights.loc[[(ANY_FEATURE, str(v)) for v in ANY_VARIABLE]]");
    public static readonly PythonPattern CountScores = PythonPattern.Of("ANY_SCORES = classifier_weights.loc[[(ANY_FEATURE, '_') for v in ANY_VARIABLE]].mul(ANY_VARIABLE, axis=0)");
    public static readonly PythonPattern Positions = PythonPattern.Of("ANY_NAME = list(range(len(tokens)))");
    public static readonly PythonPattern Ones = PythonPattern.Of("ANY_NAME = [1 for _ in range(len(tokens))]");

    public static readonly PythonPattern EmbeddingFile = PythonPattern.Of("embed_df = pd.read_csv(ANY_PATH).set_index('word')");
    public static readonly PythonPattern Embeddings = PythonPattern.Of("embeddings = embed_df.loc[tokens]");
    public static readonly PythonPattern EnumeratedEmbedding = PythonPattern.Of("ANY_NAME = [ANY_ENUMERATION[f'V{i:02}'] for i in embeddings[ANY_COLUMN]]");
    public static readonly PythonPattern NumberedEmbedding = PythonPattern.Of("ANY_NAME = embeddings[ANY_COLUMN].tolist()");

    public static readonly PythonPattern Closest = PythonPattern.Of("ANY_NAME = select_closest(ANY_KEYS, ANY_QUERIES, ANY_PREDICATE)");
    public static readonly PythonPattern Matches = PythonPattern.Of("ANY_NAME = select(ANY_KEYS, ANY_QUERIES, ANY_PREDICATE)");
    public static readonly PythonPattern Aggregated = PythonPattern.Of("ANY_NAME = aggregate(ANY_PATTERN, ANY_VARIABLE)");
    public static readonly PythonPattern Summed = PythonPattern.Of("ANY_NAME = aggregate_sum(ANY_PATTERN, ANY_VARIABLE)");
    public static readonly PythonPattern OneInput = PythonPattern.Of("ANY_NAME = [ANY_FUNCTION(k0) for k0 in ANY_FIRST]");
    public static readonly PythonPattern TwoInputs = PythonPattern.Of("ANY_NAME = [ANY_FUNCTION(k0, k1) for k0, k1 in zip(ANY_FIRST, ANY_SECOND)]");

    public static readonly PythonPattern FeatureLogits = PythonPattern.Of("feature_logits = pd.concat([df.reset_index() for df in ANY_SCORES])");

    public static readonly PythonPattern[] Labels = [
        PythonPattern.Of("logits = feature_logits.groupby(level=0).sum(numeric_only=True).to_numpy()"),
        PythonPattern.Of("classes = classifier_weights.columns.to_numpy()"),
        PythonPattern.Of("predictions = classes[logits.argmax(-1)]"),
        PythonPattern.Of("if tokens[0] == '<s>':\n    predictions[0] = '<s>'"),
        PythonPattern.Of("if tokens[-1] == '</s>':\n    predictions[-1] = '</s>'"),
        PythonPattern.Of("return predictions.tolist()"),
    ];

    public static readonly PythonPattern[] Pooled = [
        Labels[0],
        Labels[1],
        PythonPattern.Of("token_predictions = classes[logits.argmax(-1)]"),
        PythonPattern.Of("pooled = logits.mean(0)"),
        PythonPattern.Of("prediction = classes[pooled.argmax(-1)]"),
        PythonPattern.Of("if return_details:\n    return prediction, logits, feature_logits, token_predictions"),
        PythonPattern.Of("return prediction"),
    ];

    public static readonly PythonPattern Examples = PythonPattern.Of("examples = ANY_EXAMPLES");
    public static readonly PythonPattern PrintedRun = PythonPattern.Of("print(run(ANY_EXAMPLE))");

    public static readonly PythonPattern PrintedExamples = PythonPattern.Of("""
        for x, y in examples:
            print(f"x: {x}")
            print(f"y: {y}")
            y_hat = run(x)
            print(f"y_hat: {y_hat}")
            print()
        """);
}
