import { setImmediate } from 'node:timers/promises';
import { loadedOnce } from '../../platform/loaded-once.ts';
import { loadEnglishWords } from './english-words.ts';
import { type Extraction, type Extractor, isRole, speakerOf, type TextToRead } from './extraction.ts';
import { ExtractionBuilder } from './extraction-builder.ts';
import { findNames, isNeverName, type NameSpan } from './name.ts';
import { typeOfName } from './name-type.ts';
import { piecesOf } from './pieces.ts';
import { plainWords } from './plain-words.ts';
import { findRelations, speaker } from './relations.ts';
import type { Word, WordReader } from './word.ts';

/** Characters that are read before others have their turn: a few milliseconds. */
const turn = 1_000;
/** Words that are written large, or have capitals within. Looked for from where words begin: else a long one is read from each letter. */
const large = /(?<!\p{L})\p{L}*\p{Lu}[\p{L}'’]*/gu;

/** Many turns write nothing large but what begins a sentence or is no name anyway: reading them closely tells nothing. */
const mayName = (content: string): boolean => (content.match(large) ?? []).some((word) => !isNeverName(word));

/** Reads texts by rules: English with what a library knows of its words, other languages by how words are written. */
export class RulesExtractor implements Extractor {
  readonly #english = loadedOnce(loadEnglishWords);

  async extract(texts: readonly TextToRead[]): Promise<Extraction[]> {
    const found: Extraction[] = [];
    for (const text of texts) {
      found.push(await this.#read(text));
      await setImmediate();
    }
    return found;
  }

  async #read(text: TextToRead): Promise<Extraction> {
    const { content, language } = text;
    const builder = new ExtractionBuilder();
    if (!mayName(content)) return builder.build();
    const readWords = await this.#wordsOf(language);
    const saidBy = speakerOf(text);
    for (const piece of piecesOf(content, turn)) {
      for (const words of readWords(piece)) readSentence(builder, words, saidBy);
      await setImmediate();
    }
    return builder.build();
  }

  async #wordsOf(language: string): Promise<WordReader> {
    return language === 'en' ? await this.#english() : plainWords;
  }
}

/** "User's wife is Maria": who that is nobody can tell. */
const entityOf = (builder: ExtractionBuilder, words: readonly Word[], name: NameSpan): number | null =>
  isRole(name.text) ? null : builder.entity(name.text, typeOfName(words, name));

function readSentence(builder: ExtractionBuilder, words: readonly Word[], saidBy: string | null): void {
  const names = findNames(words);
  if (names.length === 0) return;
  const places = new Map(names.map((name) => [name, entityOf(builder, words, name)]));
  for (const { from, to, type, weight } of findRelations(words, names)) {
    const target = places.get(to) ?? null;
    if (from !== speaker) builder.relation(places.get(from) ?? null, target, type, weight);
    else if (saidBy !== null && target !== null)
      builder.relation(builder.entity(saidBy, 'PERSON'), target, type, weight);
  }
}
