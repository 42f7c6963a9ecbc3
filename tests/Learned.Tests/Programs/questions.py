import numpy as np
import pandas as pd
from programs.questions.questions_embeddings import Emb0, Emb1


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


def run(tokens, return_details=False):
    # classifier weights ##########################################
    classifier_weights = pd.read_csv(
        "programs/questions/questions_weights.csv", index_col=[0, 1], dtype={"feature": str}
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
    embed_df = pd.read_csv("programs/questions/questions_embeddings.csv").set_index("word")
    embeddings = embed_df.loc[tokens]
    var0_embeddings = [Emb0[f"V{i:02}"] for i in embeddings["var0_embeddings"]]
    var1_embeddings = [Emb1[f"V{i:02}"] for i in embeddings["var1_embeddings"]]
    var0_embedding_scores = classifier_weights.loc[
        [("var0_embeddings", str(v)) for v in var0_embeddings]
    ]
    var1_embedding_scores = classifier_weights.loc[
        [("var1_embeddings", str(v)) for v in var1_embeddings]
    ]

    # attn_0_0 ####################################################
    def predicate_0_0(var0_embedding, position):
        if var0_embedding in {Emb0.V00, Emb0.V04}:
            return position == 1
        elif var0_embedding in {Emb0.V01, Emb0.V02}:
            return position == 2
        elif var0_embedding in {Emb0.V03, Emb0.V05, Emb0.V06}:
            return position == 9

    attn_0_0_pattern = select_closest(positions, var0_embeddings, predicate_0_0)
    attn_0_0_outputs = aggregate(attn_0_0_pattern, var0_embeddings)
    attn_0_0_output_scores = classifier_weights.loc[
        [("attn_0_0_outputs", str(v)) for v in attn_0_0_outputs]
    ]

    # attn_0_1 ####################################################
    def predicate_0_1(q_var1_embedding, k_var1_embedding):
        if q_var1_embedding in {Emb1.V00, Emb1.V02, Emb1.V03}:
            return k_var1_embedding == Emb1.V01
        elif q_var1_embedding in {Emb1.V01, Emb1.V06}:
            return k_var1_embedding == Emb1.V00
        elif q_var1_embedding in {Emb1.V04}:
            return k_var1_embedding == Emb1.V06

    attn_0_1_pattern = select_closest(var1_embeddings, var1_embeddings, predicate_0_1)
    attn_0_1_outputs = aggregate(attn_0_1_pattern, var0_embeddings)
    attn_0_1_output_scores = classifier_weights.loc[
        [("attn_0_1_outputs", str(v)) for v in attn_0_1_outputs]
    ]

    # mlp_0_0 #####################################################
    def mlp_0_0(attn_0_0_output, attn_0_1_output):
        key = (attn_0_0_output, attn_0_1_output)
        if key in {(Emb0.V01, Emb0.V00), (Emb0.V01, Emb0.V01), (Emb0.V01, Emb0.V02), (Emb0.V01, Emb0.V03), (Emb0.V01, Emb0.V04), (Emb0.V01, Emb0.V05)}:
            return 3
        elif key in {(Emb0.V02, Emb0.V02), (Emb0.V00, Emb0.V02)}:
            return 1
        elif key in {(Emb0.V03, Emb0.V03)}:
            return 2
        return 0

    mlp_0_0_outputs = [mlp_0_0(k0, k1) for k0, k1 in zip(attn_0_0_outputs, attn_0_1_outputs)]
    mlp_0_0_output_scores = classifier_weights.loc[
        [("mlp_0_0_outputs", str(v)) for v in mlp_0_0_outputs]
    ]

    # attn_1_0 ####################################################
    def predicate_1_0(mlp_0_0_output, var0_embedding):
        if mlp_0_0_output in {0}:
            return var0_embedding == Emb0.V00
        elif mlp_0_0_output in {1}:
            return var0_embedding == Emb0.V02
        elif mlp_0_0_output in {2, 3}:
            return var0_embedding == Emb0.V04

    attn_1_0_pattern = select_closest(var0_embeddings, mlp_0_0_outputs, predicate_1_0)
    attn_1_0_outputs = aggregate(attn_1_0_pattern, mlp_0_0_outputs)
    attn_1_0_output_scores = classifier_weights.loc[
        [("attn_1_0_outputs", str(v)) for v in attn_1_0_outputs]
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
                one_scores,
            ]
        ]
    )
    logits = feature_logits.groupby(level=0).sum(numeric_only=True).to_numpy()
    classes = classifier_weights.columns.to_numpy()
    token_predictions = classes[logits.argmax(-1)]
    pooled = logits.mean(0)
    prediction = classes[pooled.argmax(-1)]
    if return_details:
        return prediction, logits, feature_logits, token_predictions
    return prediction


examples = [
    (["<s>", "How", "many", "people", "?", "</s>"], "NUM"),
    (["<s>", "Where", "is", "the", "river", "?", "</s>"], "LOC"),
]
for x, y in examples:
    print(f"x: {x}")
    print(f"y: {y}")
    y_hat = run(x)
    print(f"y_hat: {y_hat}")
    print()
