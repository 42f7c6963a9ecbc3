"""A byte-pair tokenizer in llama2.c's `tokenizer.bin` form, and its training.

The file is an int32 (length of the longest piece), then for each token a float32 score, an int32
byte length and the bytes. Tokens 0, 1, 2 are unknown, begin and end of sequence; 3 to 258 are the
256 raw bytes; the pieces follow, the merged ones best score first, then single characters.
A text is encoded with one space put before it, as SentencePiece does.
"""

import collections
import re
import struct

UNKNOWN, BEGIN, END, FIRST_BYTE, FIRST_PIECE = 0, 1, 2, 3, 259

# No piece crosses from letters to punctuation or over white space; a word owns the space before it.
WORD = re.compile(r" ?[A-Za-z]+| ?[^A-Za-z\s]+|\s")


class Tokenizer:
    def __init__(self, pieces, scores):
        self.pieces, self.scores = pieces, scores
        self.ids = {}
        for index, piece in enumerate(pieces):
            self.ids.setdefault(piece, index)
        self.words = {}

    @staticmethod
    def load(path):
        with open(path, "rb") as file:
            data = file.read()
        pieces, scores, offset = [], [], 4
        while offset < len(data):
            score, length = struct.unpack_from("<fi", data, offset)
            pieces.append(data[offset + 8 : offset + 8 + length])
            scores.append(score)
            offset += 8 + length
        return Tokenizer(pieces, scores)

    def save(self, path):
        with open(path, "wb") as file:
            file.write(struct.pack("<i", max(map(len, self.pieces))))
            for piece, score in zip(self.pieces, self.scores):
                file.write(struct.pack("<fi", score, len(piece)) + piece)

    def encode(self, text, begin=True):
        """The greedy encoding: merge the neighbours with the best score until none can merge."""
        tokens = [BEGIN] if begin else []
        return tokens + self._merge(" " + text) if text else tokens

    def encode_by_words(self, text):
        """The same tokens as `encode`, quickly, for a tokenizer whose pieces obey `WORD`."""
        tokens = [BEGIN]
        for word in WORD.findall(" " + text):
            known = self.words.get(word)
            if known is None:
                known = self.words[word] = self._merge(word)
            tokens += known
        return tokens

    def _merge(self, text):
        tokens = []
        for character in text:
            raw = character.encode("utf-8")
            index = self.ids.get(raw)
            tokens += [index] if index is not None else [FIRST_BYTE + byte for byte in raw]
        while True:
            best, best_at = None, -1
            for at in range(len(tokens) - 1):
                joined = self.ids.get(self.pieces[tokens[at]] + self.pieces[tokens[at + 1]])
                if joined is not None and (best is None or self.scores[joined] > self.scores[best]):
                    best, best_at = joined, at
            if best is None:
                return tokens
            tokens[best_at : best_at + 2] = [best]

    def decode(self, tokens):
        """Text of `tokens`; the first may be BEGIN, after which one leading space is dropped."""
        output, previous = b"", UNKNOWN
        for token in tokens:
            if token != BEGIN:
                piece = self.pieces[token]
                if FIRST_BYTE <= token < FIRST_PIECE:
                    piece = bytes([token - FIRST_BYTE])
                elif previous == BEGIN and piece.startswith(b" "):
                    piece = piece[1:]
                output += piece
            previous = token
        return output.decode("utf-8", errors="replace")


def train(texts, size):
    """Byte-pair merges over word counts; ties go to the smaller pair, so the result is reproducible."""
    counts = collections.Counter()
    for text in texts:
        counts.update(WORD.findall(" " + text))
    characters = collections.Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count
    words = [([*word], count) for word, count in sorted(counts.items())]
    merged = []
    while len(merged) < size - FIRST_PIECE - len(characters):
        pairs = collections.Counter()
        for parts, count in words:
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        left, right = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merged.append(left + right)
        for parts, _ in words:
            at = 0
            while at < len(parts) - 1:
                if parts[at] == left and parts[at + 1] == right:
                    parts[at : at + 2] = [left + right]
                at += 1
    ordered = merged + sorted(characters, key=lambda character: (-characters[character], character))
    pieces = [b"<unk>", b"\n<s>\n", b"\n</s>\n"]
    pieces += [f"<0x{byte:02X}>".encode("ascii") for byte in range(256)]
    pieces += [piece.encode("utf-8") for piece in ordered]
    scores = [0.0] * FIRST_PIECE + [-float(rank) for rank in range(len(ordered))]
    return Tokenizer(pieces, scores)
