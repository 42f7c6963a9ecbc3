import numpy as np
import pandas as pd


def select_closest(keys, queries, predicate):
    scores = [[False for _ in keys] for _ in queries]
    for i, q in enumerate(queries):
        matches = [j for j, k in enumerate(keys) if predicate(q, k)]
        if not (any(matches)):
            scores[i][0] = True
        else:
            j = min(matches, key=lambda j: len(matches) if j == i else abs(i - j))
            scores[i][j] = True
    return scores


def aggregate(attention, values):
    return [[v for a, v in zip(attn, values) if a][0] for attn in attention]


def run(tokens):
    # classifier weights ##########################################
    classifier_weights = pd.read_csv(
        "programs/entities/entities_weights.csv", index_col=[0, 1], dtype={"feature": str}
    )
    # inputs ######################################################
    positions = list(range(len(tokens)))
    position_scores = classifier_weights.loc[
        [("positions", str(v)) for v in positions]
    ]

    ones = [1 for _ in range(len(tokens))]
    one_scores = classifier_weights.loc[
        [("ones", "_") for v in ones]
    ].mul(ones, axis=0)
    # embed #######################################################
    embed_df = pd.read_csv("programs/entities/entities_embeddings.csv").set_index("word")
    embeddings = embed_df.loc[tokens]
    var0_embeddings = embeddings["var0_embeddings"].tolist()
    var1_embeddings = embeddings["var1_embeddings"].tolist()
    var0_embedding_scores = classifier_weights.loc[
        [("var0_embeddings", str(v)) for v in var0_embeddings]
    ]
    var1_embedding_scores = classifier_weights.loc[
        [("var1_embeddings", str(v)) for v in var1_embeddings]
    ]

    # attn_0_0 ####################################################
    def predicate_0_0(q_position, k_position):
        if q_position in {1}:
            return k_position == 0
        elif q_position in {2}:
            return k_position == 1
        elif q_position in {3}:
            return k_position == 2
        elif q_position in {4}:
            return k_position == 3
        elif q_position in {5}:
            return k_position == 4
        elif q_position in {6}:
            return k_position == 5
        elif q_position in {7}:
            return k_position == 6
        elif q_position in {8}:
            return k_position == 7
        elif q_position in {9}:
            return k_position == 8
        elif q_position in {10}:
            return k_position == 9
        elif q_position in {11}:
            return k_position == 10
        elif q_position in {12}:
            return k_position == 11
        elif q_position in {13}:
            return k_position == 12
        elif q_position in {0}:
            return k_position == 2

    attn_0_0_pattern = select_closest(positions, positions, predicate_0_0)
    attn_0_0_outputs = aggregate(attn_0_0_pattern, var0_embeddings)
    attn_0_0_output_scores = classifier_weights.loc[
        [("attn_0_0_outputs", str(v)) for v in attn_0_0_outputs]
    ]

    # attn_0_1 ####################################################
    def predicate_0_1(var0_embedding, var1_embedding):
        if var0_embedding in {1, 2, 3}:
            return var1_embedding == 5
        elif var0_embedding in {4, 5}:
            return var1_embedding == 4
        elif var0_embedding in {6, 0}:
            return var1_embedding == 2

    attn_0_1_pattern = select_closest(var1_embeddings, var0_embeddings, predicate_0_1)
    attn_0_1_outputs = aggregate(attn_0_1_pattern, var1_embeddings)
    attn_0_1_output_scores = classifier_weights.loc[
        [("attn_0_1_outputs", str(v)) for v in attn_0_1_outputs]
    ]

    # mlp_0_0 #####################################################
    def mlp_0_0(var0_embedding, attn_0_0_output):
        key = (var0_embedding, attn_0_0_output)
        if key in {(2, 1), (1, 1), (2, 2)}:
            return 3
        elif key in {(1, 0), (1, 5), (1, 4), (1, 7), (2, 0), (2, 5)}:
            return 2
        elif key in {(3, 0), (3, 1), (3, 2), (3, 3), (3, 4), (3, 5), (3, 6), (3, 7)}:
            return 0
        elif key in {(6, 0), (6, 1), (6, 2), (6, 3), (6, 4), (6, 5), (6, 6), (6, 7)}:
            return 1
        return 4

    mlp_0_0_outputs = [mlp_0_0(k0, k1) for k0, k1 in zip(var0_embeddings, attn_0_0_outputs)]
    mlp_0_0_output_scores = classifier_weights.loc[
        [("mlp_0_0_outputs", str(v)) for v in mlp_0_0_outputs]
    ]

    # attn_1_0 ####################################################
    def predicate_1_0(q_mlp_0_0_output, k_mlp_0_0_output):
        if q_mlp_0_0_output in {0, 1}:
            return k_mlp_0_0_output == 2
        elif q_mlp_0_0_output in {2, 3}:
            return k_mlp_0_0_output == 0
        elif q_mlp_0_0_output in {4}:
            return k_mlp_0_0_output == 1

    attn_1_0_pattern = select_closest(mlp_0_0_outputs, mlp_0_0_outputs, predicate_1_0)
    attn_1_0_outputs = aggregate(attn_1_0_pattern, positions)
    attn_1_0_output_scores = classifier_weights.loc[
        [("attn_1_0_outputs", str(v)) for v in attn_1_0_outputs]
    ]

    # mlp_1_0 #####################################################
    def mlp_1_0(attn_1_0_output):
        key = attn_1_0_output
        if key in {1, 2, 3}:
            return 5
        elif key in {7}:
            return 6
        return 4

    mlp_1_0_outputs = [mlp_1_0(k0) for k0 in attn_1_0_outputs]
    mlp_1_0_output_scores = classifier_weights.loc[
        [("mlp_1_0_outputs", str(v)) for v in mlp_1_0_outputs]
    ]

    feature_logits = pd.concat(
        [
            df.reset_index()
            for df in [
                var0_embedding_scores,
                var1_embedding_scores,
                position_scores,
                attn_0_0_output_scores,
                attn_0_1_output_scores,
                mlp_0_0_output_scores,
                attn_1_0_output_scores,
                mlp_1_0_output_scores,
                one_scores,
            ]
        ]
    )
    logits = feature_logits.groupby(level=0).sum(numeric_only=True).to_numpy()
    classes = classifier_weights.columns.to_numpy()
    predictions = classes[logits.argmax(-1)]
    if tokens[0] == "<s>":
        predictions[0] = "<s>"
    if tokens[-1] == "</s>":
        predictions[-1] = "</s>"
    return predictions.tolist()


examples = [
    (["<s>", "Ada", "Lovelace", "lived", "in", "London", ".", "</s>"], ["<pad>", "B-PER", "I-PER", "O", "O", "B-LOC", "O", "<pad>"]),
]
for x, y in examples:
    print(f"x: {x}")
    print(f"y: {y}")
    y_hat = run(x)
    print(f"y_hat: {y_hat}")
    print()
