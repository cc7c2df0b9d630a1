#!/usr/bin/env python3
"""Write src/platform/embedding/fixtures/reference.json: awkward texts with the piece ids and unit vectors of the reference.

  python3 -m venv /tmp/venv && /tmp/venv/bin/pip install numpy==2.4.6 tokenizers==0.23.3
  /tmp/venv/bin/python scripts/make-embedding-fixture.py

The reference is the tokenizers library on models/tokenizer.json and numpy on models/static-e5-256.bin. A case is a text
(repeated if "repeat" is set), its ids and its vector in steps of 1e-5; long id lists are stored as a count and a hash.
A text without any remaining piece is one unknown piece. A lone surrogate is read as U+FFFD.
"""
import hashlib
import json
import random
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src" / "platform" / "embedding" / "fixtures" / "reference.json"
UNKNOWN = 100
KEPT_IDS = 400

tokenizer = Tokenizer.from_file(str(ROOT / "models" / "tokenizer.json"))
tokenizer.no_padding()
tokenizer.no_truncation()


def load_rows():
    data = (ROOT / "models" / "static-e5-256.bin").read_bytes()
    assert data[:4] == b"SET1"
    size, dimensions = struct.unpack("<II", data[4:12])
    scales = np.frombuffer(data, "<f4", size, 12)
    return np.frombuffer(data, np.int8, size * dimensions, 12 + 4 * size).reshape(size, dimensions) * scales[:, None]


ROWS = load_rows()

# name: text, or (text, number of repetitions)
TEXTS = {
    "chat turn": "Caroline: Hey Mel! Good to see you! I went to a LGBTQ support group yesterday, it was so powerful.",
    "question": "When did Melanie's kids paint that sunrise over the lake?",
    "one letter": "a",
    "upper case": "SHOUTING ABOUT NASA AND THE EU",
    "apostrophes": "don't can't o'clock it's l'été ’tis ‘quoted’ “double”",
    "empty": "",
    "spaces only": "    ",
    "white space of all kinds": " \t\n\r\u00a0\u1680\u2000\u2003\u2009\u2028\u2029\u202f\u205f\u3000",
    "no-break spaces between words": "ten\u00a0euros\u202fonly\u2007here",
    "line breaks": "first line\nsecond line\r\nthird\u2028fourth\u2029fifth",
    "accents composed": "Zoë naïve café façade Ångström señor Dvořák Łódź crème brûlée",
    "accents decomposed": "Zoe\u0308 nai\u0308ve cafe\u0301 fac\u0327ade A\u030angstro\u0308m sen\u0303or Dvor\u030ca\u0301k",
    "stacked accents": "Tiếng Việt rất đẹp, ộ ǘ ṩ",
    "combining marks only": "\u0301\u0308\u0316\u20d0",
    "zalgo": "h\u0335\u0321\u0322\u0327\u034c\u0357e\u0337\u0318\u0350l\u0334\u0329\u0352p\u0336\u0323\u0346",
    "spacing and enclosing marks": "क\u0903 a\u20dd b\u0488 \u302e\U0001d165x",
    "German": "Straße GROẞE Fußgängerübergänge Öl über",
    "Turkish": "İstanbul ISPARTA ılık Iğdır diyarbakır şöyle",
    "Greek": "ΟΔΥΣΣΕΥΣ Οδυσσεύς ὀδυσσεύς Σ ΣΑΣ ς; ώρα;\u037e",
    "Russian": "Привет, как дела? Ёлка и йод",
    "Ukrainian": "Їжак під ґанком",
    "Georgian and Armenian": "გამარჯობა ᲒᲐᲛᲐᲠᲯᲝᲑᲐ Բարեւ ձեզ։",
    "Chinese": "我昨天去了北京大学,天气很好。",
    "Chinese within Latin": "the word 你好 means hello,是的ok",
    "rare Chinese": "㐀㿿\U00020000\U0002a6df\U0002a700\U0002b740\U0002b820\U0002ceaf\U00030000",
    "compatibility ideographs": "豈更\ufa0e\U0002f800\U0002fa1f",
    "Japanese": "今日はとても良い天気ですね。カタカナとがぎぐげごパピプ",
    "Japanese half-width": "ｶﾞｷﾞｸﾞ ﾊﾟﾝ",
    "Korean": "안녕하세요 오늘 날씨가 좋네요",
    "Korean decomposed": "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165",
    "Arabic": "مرحبا كيف حالك اليوم؟ السَّلَامُ عَلَيْكُمْ",
    "Hebrew": "שלום עולם שָׁלוֹם מה שלומך?",
    "Persian with joiners": "می\u200cخواهم نمی\u200cدانم",
    "Thai": "สวัสดีครับ วันนี้อากาศดีมาก",
    "Hindi": "नमस्ते दुनिया, आप कैसे हैं?",
    "Tamil and Bengali": "வணக்கம் উপরে বাংলা",
    "Khmer and Burmese": "សួស្តី មင်္ဂလာပါ",
    "Ethiopic": "ሰላም ልዑል፡ ዓለም።",
    "emoji": "Great 😀 news 🎉🎉 ❤️ ☀ ✈️",
    "emoji with joiners": "👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 👩🏽\u200d💻",
    "emoji with skin tones": "👍🏿 👋🏻 hi👍there",
    "flags and keycaps": "🇩🇪 🇫🇷 1️⃣ #️⃣",
    "emoji only": "🙂",
    "word of 99 letters": "a" * 99,
    "word of 100 letters": "a" * 100,
    "word of 101 letters": "a" * 101,
    "word of 200 letters": "supercali" * 22 + "go",
    "100 letters and marks": "e\u0301" * 100,
    "101 letters and marks": "e\u0301" * 101,
    "100 letters in Korean": "각" * 33 + "x",
    "101 letters in Korean": "각" * 33 + "xy",
    "100 emoji": "😀" * 100,
    "long word after a short one": "see " + "b" * 150 + " end",
    "long word cut by punctuation": "c" * 60 + "-" + "c" * 60,
    "control characters": "a\u0000b\u0001c\u000bd\u000ce\u001bf\u007fg\u0085h\u009fi",
    "escape sequences": "\u001b[31mred\u001b[0m text",
    "zero width": "zero\u200bwidth\u200cjoin\u200der\u2060word\ufeffmark",
    "soft hyphen": "hyphen\u00adation co\u00adoperate",
    "byte order mark": "\ufeffhello",
    "directions": "\u202eabc\u202c \u2066def\u2069 \u061cghi",
    "replacement character": "a\ufffdb \ufffd",
    "lone surrogates": "a\ud800b \udfffc \udc00\ud800 end\ud83d",
    "surrogates in the wrong order": "x\ude00\ud83dy",
    "private use": "a\ue000b \uf8ff \U000f0000c \U0010fffd",
    "non-characters": "a\ufffeb\uffffc\U0001fffed",
    "unassigned": "a\u0378b \U000e0080c",
    "tags and selectors": "a\ufe0fb\U000e0061c\U000e0100d",
    "numbers": "In 1999 I paid $1,234.56 (about 3.5%) for 2 x 10^6 ½ ² ٣ ३ Ⅷ ①",
    "dates and times": "8 May 2023, 2023-05-08T10:15:00Z, 1:56 pm",
    "telephone": "+49 (0)30 / 1234-5678",
    "URL": "see https://www.example.org/a/b_c?d=e&f=%20g#h or mail me.too+x@example.co.uk",
    "code": "const x = (a ?? b)!.c[0]; // TODO: fix\nif (x !== null) { return `${x}`; }",
    "JSON": '{"key": [1, -2.5e3, null], "näme": "va\\"lue"}',
    "Markdown": "# Title\n\n* **bold** _it_ `code`\n> quote | table |",
    "ASCII punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "other punctuation": "¡Hola! ¿Qué? «guillemets» „low“ … – — ‽ § ¶ · 、。「」",
    "symbols": "€ £ ¥ © ® ™ ° ± × ÷ √ ∞ ≠ ≤ → ⇒ ♥ ♪ ∂ Ω K Å",
    "decomposes to punctuation": "a\u037eb c\u1fefd e≠f g≮h",
    "ligatures": "ﬁnd oﬃce ﬂow ĳ œuvre æther Ǆ ǆ",
    "full-width": "ＦＵＬＬ ｗｉｄｔｈ １２３！？",
    "mathematical letters": "𝓗𝓮𝓵𝓵𝓸 𝐖𝐨𝐫𝐥𝐝 ℌ ℕ",
    "phonetic": "/ˈnemoʊ/ ʃ ʒ ŋ θ ð ɪ ʊ",
    "superscripts": "x² H₂O aᵇ 1ˢᵗ",
    "mixed scripts": "Ηello Wоrld mañana東京tokyo北Ünïcödé1st२nd",
    "mixed case ideographs": "A漢B字c",
    "special texts": "before [MASK] after[SEP]x [CLS] [PAD]",
    "special texts in other forms": "[mask] [ MASK ] [MASK [UNK]] ##ing [unused1]",
    "hash signs": "##s #tag ##",
    "unknown word between known": "good ⸻ ꙮ morning",
    "cased beyond 16 bits": "𐐀𐐁𐐨 𞤀𞤢",
    "new marks": "a\u1ab0b a\u1abfb a\u08e2b \U0001e8d0 \U0001e944",
    "new punctuation": "a\u2e43b a\u2e5db \u061d",
    "32,000 letters": ("a", 32000),
    "32,000 letters of prose": ("We went hiking near the lake, and it rained. ", 711),
    "32,000 ideographs": ("记忆", 16000),
    "32,000 marks": ("\u0316\u0301", 16000),
    "32,000 punctuation marks": ("?!", 16000),
    "32,000 characters of emoji": ("🙂 ", 10666),
    "nearly pieces": ("internationalizationx", 1523),
}

ALPHABETS = [
    "abcdefghij ABC.,!-'",
    "aàäâ éÉ\u0301\u0308nÑ ßşİı",
    "漢字かカ゛한글ก็אبे ",
    "😀\u200d🏽\ufe0f🇩x \u00ad\u200b\ufeff",
    "\u0000\u0007\u001f\u007f\u0085ab \t\n",
    "\ud800\udc00\ud83d\ude00ab ",
    "[]MASKUNPDCLE#",
    "\u302e\u302f\u0301\U0001d165\u0b57\u0dcfa ",
]


def random_texts():
    rng = random.Random(20261120)
    for number, alphabet in enumerate(ALPHABETS):
        for length in (7, 40):
            yield f"random {number}, {length} characters", "".join(rng.choice(alphabet) for _ in range(length))


def well_formed(text):
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def case(name, text, repeat):
    ids = tokenizer.encode(well_formed(text * repeat), add_special_tokens=False).ids or [UNKNOWN]
    vector = ROWS[ids].sum(0, dtype=np.float64)
    vector = vector / np.linalg.norm(vector)
    joined = " ".join(map(str, ids))
    kept = {"ids": joined} if len(ids) <= KEPT_IDS else {"idsSha256": hashlib.sha256(joined.encode()).hexdigest()}
    out = {"name": name, "text": text, "repeat": repeat, "count": len(ids), **kept}
    return {**out, "vector": " ".join(str(x) for x in np.rint(vector * 1e5).astype(int))}


def main():
    named = [(name, *(value if isinstance(value, tuple) else (value, 1))) for name, value in TEXTS.items()]
    cases = [case(*x) for x in named + [(name, text, 1) for name, text in random_texts()]]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"madeBy": "scripts/make-embedding-fixture.py", "cases": cases}, indent=2) + "\n")
    print(OUT, len(cases), "cases", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
