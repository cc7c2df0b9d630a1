#!/usr/bin/env python3
"""Write src/platform/embedding/bert-characters.json: what BERT's uncased tokenizer does with every code point.

  python3 -m venv /tmp/venv && /tmp/venv/bin/pip install tokenizers==0.23.3
  /tmp/venv/bin/python scripts/make-bert-characters.py

The reference (the tokenizers library) uses old Unicode tables, and Node's tables grow with every release. The classes are
therefore taken from the reference once and kept as data: piece ids stored in a database must not change with Node.
Classes: removed (control, format, private use, non-spacing marks), space, alone (a word of its own: Chinese, punctuation).
Everything else is a letter. Ranges are hexadecimal and inclusive.
"""
import json
from pathlib import Path

from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
tokenizer = Tokenizer.from_file(str(ROOT / "models" / "tokenizer.json"))


def class_of(code):
    if 0xD800 <= code <= 0xDFFF:
        return "removed"  # a lone surrogate is read as U+FFFD, which is removed
    text = chr(code)
    normal = tokenizer.normalizer.normalize_str(text)
    if normal == "":
        return "removed"
    if normal == " ":
        return "space"
    if normal.startswith(" "):
        return "alone"
    # A code point that normalises to punctuation (the Greek question mark) counts as a letter: its normal form is classified.
    parts = tokenizer.pre_tokenizer.pre_tokenize_str(f"a{text}b") if normal == text else []
    return "alone" if len(parts) == 3 else None


def ranges(codes):
    found = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in found)


def main():
    classes = {"removed": [], "space": [], "alone": []}
    for code in range(0x110000):
        name = class_of(code)
        if name:
            classes[name].append(code)
    out = {"madeBy": "scripts/make-bert-characters.py", **{name: ranges(codes) for name, codes in classes.items()}}
    path = ROOT / "src" / "platform" / "embedding" / "bert-characters.json"
    path.write_text(json.dumps(out, indent=2) + "\n")
    print(path, {name: len(codes) for name, codes in classes.items()})


if __name__ == "__main__":
    main()
