#!/usr/bin/env python3
"""Write src/search/ranking/fixtures/reference.json: the Python reference's results for fixtures/conversation.txt.

  python3 -m venv /tmp/venv && /tmp/venv/bin/pip install numpy==2.4.6 tokenizers==0.23.3 snowballstemmer==3.1.1
  /tmp/venv/bin/python scripts/make-ranking-fixture.py --stop FOLDER_OF_POSTGRES/tsearch_data/english.stop

The conversation was written for this purpose and is free to use. A line "# DATE" begins a session, "& DATE" goes on with it on another day, "? …" is a question, all
others are "Speaker: text". Stems are numbers, and the fixture includes the pieces, so that tests need no second stemmer or
tokenizer. The arms are short here, so that not every turn enters the pool.
"""
import argparse
import datetime as dt
import json
import re
from pathlib import Path

from ranking_reference import STEMMER, Model, Scope, date_in_words

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "src" / "search" / "ranking" / "fixtures"
MODELS = ROOT / "models"
ARM, SEEDS = 20, 50
FEATURES_OF = 5
PROFILES = ["st/people23", "st/people10"]

arguments = argparse.ArgumentParser()
arguments.add_argument("--stop", required=True)
stop = arguments.parse_args().stop


def conversation():
    turns, questions, session, date = [], [], 0, None
    for line in (FIXTURES / "conversation.txt").read_text().splitlines():
        mark, rest = line.split(" ", 1)
        if mark == "#":
            session, date = session + 1, dt.datetime.fromisoformat(rest)
        elif mark == "&":
            date = dt.datetime.fromisoformat(rest)
        elif mark == "?":
            questions.append(rest)
        else:
            place = sum(t["session"] == session for t in turns)
            turns.append(dict(id=f"{session}:{place:02}", session=session, ordinal=place, speaker=mark[:-1], text=rest, date=date))
    return turns, questions


def models():
    for profile in PROFILES:
        yield profile, Model(MODELS / "static-e5-256.bin", MODELS / "tokenizer.json", stop, MODELS / "fusion-weights.json", profile)


numbers = {}


def number(stem):
    return numbers.setdefault(stem, len(numbers))


def stored(model, turn, pieces):
    date = [number(s) for s in model.stems(date_in_words(turn["date"]))]
    own = [number(s) for s in model.stems(turn["speaker"] + ": " + turn["text"])]
    day = (turn["date"].date() - dt.date(1970, 1, 1)).days
    plain = {name: turn[name] for name in ("id", "session", "ordinal", "speaker", "text")}
    return dict(plain, day=day, dateStems=len(date), stems=" ".join(map(str, date + own)), pieces=" ".join(map(str, pieces)))


def joined(values):
    return " ".join(f"{x:.5f}" for x in values)


def asked(model, question):
    stems = [numbers.get(stem, -1) for stem in model.stems(question)]
    return dict(text=question, stems=" ".join(map(str, stems)), pieces=" ".join(map(str, model.pieces(question))))


def answered(model, scope, question):
    order, scores, fused, features = scope.rank(question, ARM, SEEDS)
    best = [{name: round(float(features[name][i]), 5) for name in [*model.weights, "session", "order", "links"] if features[name][i]} for i in order[:FEATURES_OF]]
    return dict(ids=" ".join(scope.turns[i]["id"] for i in order), scores=joined(scores[order]), fused=joined(fused[order]), best=best)


def main():
    turns, questions = conversation()
    out = dict(madeBy="scripts/make-ranking-fixture.py", arm=ARM, answers={})
    for profile, model in models():
        scope = Scope(model, turns)
        out["turns"] = [stored(model, *x) for x in zip(turns, scope.pieces)]
        names = {STEMMER.stemWord(x) for p in scope.people for x in re.findall(r"[a-z]+", p.lower())}
        out["names"] = " ".join(str(numbers[x]) for x in sorted(names) if x in numbers)
        out["questions"] = [asked(model, q) for q in questions]
        out["answers"][profile] = [answered(model, scope, q) for q in questions]
    path = FIXTURES / "reference.json"
    path.write_text(json.dumps(out, ensure_ascii=False, indent=2) + "\n")
    print(path, len(turns), "turns", len(questions), "questions", path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
