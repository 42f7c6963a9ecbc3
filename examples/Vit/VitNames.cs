namespace Vit;

/// <summary>What the tensors of a vision transformer are called in checkpoints of Hugging Face, for models that have it in a field <c>vit</c>.</summary>
public static class VitNames {
    /// <summary>The mapping.</summary>
    public const string HuggingFace = """
        vit.first = reshape(vit.embeddings.cls_token)
        vit.positions = reshape(vit.embeddings.position_embeddings)
        vit.patches.convolution.{part} = vit.embeddings.patch_embeddings.projection.{part}
        vit.norm.scale = vit.layernorm.weight
        vit.norm.bias = vit.layernorm.bias
        vit.layers.{i}.attention_norm.scale = vit.encoder.layer.{i}.layernorm_before.weight
        vit.layers.{i}.attention_norm.bias = vit.encoder.layer.{i}.layernorm_before.bias
        vit.layers.{i}.feed_forward_norm.scale = vit.encoder.layer.{i}.layernorm_after.weight
        vit.layers.{i}.feed_forward_norm.bias = vit.encoder.layer.{i}.layernorm_after.bias
        vit.layers.{i}.attention.output.{part} = vit.encoder.layer.{i}.attention.output.dense.{part}
        vit.layers.{i}.attention.{map}.{part} = vit.encoder.layer.{i}.attention.attention.{map}.{part}
        vit.layers.{i}.feed_forward.up.{part} = vit.encoder.layer.{i}.intermediate.dense.{part}
        vit.layers.{i}.feed_forward.down.{part} = vit.encoder.layer.{i}.output.dense.{part}
        vit.classifier.{part} = classifier.{part}
        """;
}
