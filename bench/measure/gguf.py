"""Llamas with random weights as GGUF files, f32, f16 or in blocks of 32."""

import struct

import numpy

from . import files

F32, F16, Q4_0, Q8_0 = 0, 1, 2, 8
FORMS = {"F32": (F32, 0), "F16": (F16, 1), "Q8_0": (Q8_0, 7), "Q4_0": (Q4_0, 2)}
ALIGNMENT = 32


def f32(rows):
    return rows.astype(numpy.float32).tobytes()


def f16(rows):
    return rows.astype(numpy.float16).tobytes()


def q8_0(rows):
    """Blocks of 32: a half scale of the largest magnitude over 127, then signed bytes."""
    blocks = rows.reshape(-1, 32)
    scale = numpy.abs(blocks).max(1) / numpy.float32(127)
    inverse = numpy.where(scale > 0, 1 / numpy.where(scale > 0, scale, 1), 0).astype(numpy.float32)
    scaled = blocks * inverse[:, None]
    # Half away from zero, as C rounds.
    quants = numpy.trunc(scaled + numpy.copysign(numpy.float32(0.5), scaled)).astype(numpy.int8)
    return numpy.concatenate([scale.astype(numpy.float16).view(numpy.uint8).reshape(-1, 2), quants.view(numpy.uint8)], 1).tobytes()


def q4_0(rows):
    """Blocks of 32: a half scale of the value of the largest magnitude over -8, then 16 bytes, the first half of the block in the low bits."""
    blocks = rows.reshape(-1, 32)
    extreme = numpy.take_along_axis(blocks, numpy.abs(blocks).argmax(1)[:, None], 1)[:, 0]
    scale = extreme / numpy.float32(-8)
    inverse = numpy.where(scale != 0, 1 / numpy.where(scale != 0, scale, 1), 0).astype(numpy.float32)
    quants = numpy.minimum(15, (blocks * inverse[:, None] + numpy.float32(8.5)).astype(numpy.int8)).astype(numpy.uint8)
    packed = quants[:, :16] | (quants[:, 16:] << 4)
    return numpy.concatenate([scale.astype(numpy.float16).view(numpy.uint8).reshape(-1, 2), packed], 1).tobytes()


ENCODERS = {F32: f32, F16: f16, Q8_0: q8_0, Q4_0: q4_0}
BLOCK = {F32: (1, 4), F16: (1, 2), Q8_0: (32, 34), Q4_0: (32, 18)}


class Llama:
    """A shape; the numbers of a tensor depend on its name alone, so that all forms hold the same model."""

    def __init__(self, name, width, layers, heads, groups, hidden, vocabulary, context=2048):
        self.name, self.width, self.layers, self.heads, self.groups = name, width, layers, heads, groups
        self.hidden, self.vocabulary, self.context = hidden, vocabulary, context

    def tensors(self):
        """(name, rows, columns) of each; a norm has no rows."""
        keys = self.width // self.heads * self.groups
        yield "token_embd", self.vocabulary, self.width
        for i in range(self.layers):
            yield f"blk.{i}.attn_norm", None, self.width
            yield f"blk.{i}.attn_q", self.width, self.width
            yield f"blk.{i}.attn_k", keys, self.width
            yield f"blk.{i}.attn_v", keys, self.width
            yield f"blk.{i}.attn_output", self.width, self.width
            yield f"blk.{i}.ffn_norm", None, self.width
            yield f"blk.{i}.ffn_gate", self.hidden, self.width
            yield f"blk.{i}.ffn_up", self.hidden, self.width
            yield f"blk.{i}.ffn_down", self.width, self.hidden
        yield "output_norm", None, self.width
        yield "output", self.vocabulary, self.width

    def products(self):
        """Elements of the matrices that a token is multiplied with, without the last: that is for the last token of a prompt alone."""
        return sum(rows * columns for name, rows, columns in self.tensors() if rows and name not in ("token_embd", "output"))

    def bytes(self, form):
        """What decoding a token reads: every matrix once."""
        elements, size = BLOCK[FORMS[form][0]]
        return (self.products() + self.vocabulary * self.width) * size / elements

    def numbers(self, name, rows, columns):
        if rows is None:
            return numpy.ones(columns, numpy.float32)
        return files.numbers(f"{self.name}-{name}", rows, columns, scale=columns**-0.5 if name != "token_embd" else 1.0)

    def make(self, form):
        """The file, made where it is missing."""
        path = files.WORK / f"{self.name}-{form}.gguf"
        if path.exists():
            return path
        kind, file_type = FORMS[form]
        infos, at = b"", 0
        for name, rows, columns in self.tensors():
            own = kind if rows else F32
            elements, size = BLOCK[own]
            extents = (columns,) if rows is None else (columns, rows)
            infos += text(f"{name}.weight") + struct.pack("<I", len(extents)) + struct.pack(f"<{len(extents)}Q", *extents) + struct.pack("<IQ", own, at)
            at += aligned((rows or 1) * columns // elements * size)
        facts = self.facts(file_type)
        header = b"GGUF" + struct.pack("<IQQ", 3, sum(1 for _ in self.tensors()), len(facts)) + b"".join(facts) + infos
        files.write(path, self.parts(header, kind))
        return path

    def parts(self, header, kind):
        yield header + bytes(aligned(len(header)) - len(header))
        for name, rows, columns in self.tensors():
            data = ENCODERS[kind if rows else F32](self.numbers(name, rows, columns))
            yield data + bytes(aligned(len(data)) - len(data))

    def facts(self, file_type):
        head = self.width // self.heads
        tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + [f"t{i}" for i in range(259, self.vocabulary)]
        kinds = [2, 3, 3] + [6] * 256 + [1] * (self.vocabulary - 259)
        return [
            string("general.architecture", "llama"), string("general.name", self.name), u32("general.file_type", file_type),
            u32("llama.context_length", self.context), u32("llama.embedding_length", self.width), u32("llama.block_count", self.layers),
            u32("llama.feed_forward_length", self.hidden), u32("llama.attention.head_count", self.heads),
            u32("llama.attention.head_count_kv", self.groups), u32("llama.rope.dimension_count", head), u32("llama.vocab_size", self.vocabulary),
            real("llama.attention.layer_norm_rms_epsilon", 1e-5), real("llama.rope.freq_base", 10000.0),
            string("tokenizer.ggml.model", "llama"),
            array("tokenizer.ggml.tokens", 8, [text(token) for token in tokens]),
            array("tokenizer.ggml.scores", 6, [struct.pack("<f", -float(i)) for i in range(self.vocabulary)]),
            array("tokenizer.ggml.token_type", 5, [struct.pack("<i", kind) for kind in kinds]),
            u32("tokenizer.ggml.bos_token_id", 1), u32("tokenizer.ggml.eos_token_id", 2), u32("tokenizer.ggml.unknown_token_id", 0),
        ]


def aligned(size):
    return -(-size // ALIGNMENT) * ALIGNMENT


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def string(key, value):
    return text(key) + struct.pack("<I", 8) + text(value)


def u32(key, value):
    return text(key) + struct.pack("<II", 4, value)


def real(key, value):
    return text(key) + struct.pack("<If", 6, value)


def array(key, kind, items):
    return text(key) + struct.pack("<IIQ", 9, kind, len(items)) + b"".join(items)
