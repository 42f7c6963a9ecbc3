namespace Bert;

/// <summary>What the tensors of a BERT are called in checkpoints of Hugging Face, for models that have it in a field <c>bert</c>.</summary>
public static class BertNames {
    /// <summary>
    /// The mapping. Models with a head have the prefix, the bare one has not; the first checkpoints called a norm's scale and bias gamma and beta.
    /// </summary>
    public const string HuggingFace = """
        bert.words.weight = bert.embeddings.word_embeddings.weight else embeddings.word_embeddings.weight
        bert.positions.weight = bert.embeddings.position_embeddings.weight else embeddings.position_embeddings.weight
        bert.types.weight = bert.embeddings.token_type_embeddings.weight else embeddings.token_type_embeddings.weight
        bert.norm.scale = bert.embeddings.LayerNorm.weight else embeddings.LayerNorm.weight else bert.embeddings.LayerNorm.gamma
          else embeddings.LayerNorm.gamma
        bert.layers.{i}.attention_norm.scale = bert.encoder.layer.{i}.attention.output.LayerNorm.weight
          else encoder.layer.{i}.attention.output.LayerNorm.weight else bert.encoder.layer.{i}.attention.output.LayerNorm.gamma
          else encoder.layer.{i}.attention.output.LayerNorm.gamma
        bert.layers.{i}.feed_forward_norm.scale = bert.encoder.layer.{i}.output.LayerNorm.weight else encoder.layer.{i}.output.LayerNorm.weight
          else bert.encoder.layer.{i}.output.LayerNorm.gamma else encoder.layer.{i}.output.LayerNorm.gamma
        bert.norm.bias = bert.embeddings.LayerNorm.bias else embeddings.LayerNorm.bias else bert.embeddings.LayerNorm.beta
          else embeddings.LayerNorm.beta
        bert.layers.{i}.attention_norm.bias = bert.encoder.layer.{i}.attention.output.LayerNorm.bias
          else encoder.layer.{i}.attention.output.LayerNorm.bias else bert.encoder.layer.{i}.attention.output.LayerNorm.beta
          else encoder.layer.{i}.attention.output.LayerNorm.beta
        bert.layers.{i}.feed_forward_norm.bias = bert.encoder.layer.{i}.output.LayerNorm.bias else encoder.layer.{i}.output.LayerNorm.bias
          else bert.encoder.layer.{i}.output.LayerNorm.beta else encoder.layer.{i}.output.LayerNorm.beta
        bert.layers.{i}.attention.output.{part} = bert.encoder.layer.{i}.attention.output.dense.{part}
          else encoder.layer.{i}.attention.output.dense.{part}
        bert.layers.{i}.attention.{map}.{part} = bert.encoder.layer.{i}.attention.self.{map}.{part} else encoder.layer.{i}.attention.self.{map}.{part}
        bert.layers.{i}.feed_forward.up.{part} = bert.encoder.layer.{i}.intermediate.dense.{part} else encoder.layer.{i}.intermediate.dense.{part}
        bert.layers.{i}.feed_forward.down.{part} = bert.encoder.layer.{i}.output.dense.{part} else encoder.layer.{i}.output.dense.{part}
        ignore bert.embeddings.position_ids
        ignore embeddings.position_ids
        ignore bert.pooler.{rest}
        ignore pooler.{rest}
        ignore cls.{rest}
        """;
}
