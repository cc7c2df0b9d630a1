import type { Agent, AgentPart, Cited, Desk, FoundNote } from './agent.ts';
import { knowsUnspeaking, sentencesOf, shared, wordsOf } from './sentences.ts';

export const unknown = 'I have no memory of that.';
export const introduction = 'From memory, in the words that were stored (no language model took part):';

/** How many memories it looks at, and how many sentences it answers with. */
const looksAt = 20;
const mostSentences = 3;
/** A sentence that shares no word with the question has to be this near to it by meaning. */
const nearCosine = 0.6;
/** How far below the best sentence another may be, to be said too. */
const worth = 0.5;

/** Answers with sentences of memories and says which, and nothing else: it needs no language model. */
export class ExtractiveAgent implements Agent {
  readonly #language: string;

  constructor(language: string) {
    this.#language = language;
  }

  async *answer(desk: Desk, signal: AbortSignal): AsyncIterable<AgentPart> {
    const found = await desk.search(desk.question, looksAt);
    const best = this.#best(desk.question, found);
    const citations: Cited[] = [];
    if (best.length === 0) yield { type: 'text', text: unknown };
    else yield { type: 'text', text: introduction };
    for (const { note, sentence } of best) {
      signal.throwIfAborted();
      const index = citations.length + 1;
      citations.push({ index, memoryId: note.memoryId, quote: sentence });
      yield { type: 'text', text: `\n${note.speaker === null ? '' : `${note.speaker}: `}${sentence} [${index}]` };
    }
    yield { type: 'end', citations, usage: { promptTokens: null, completionTokens: null } };
  }

  /** One sentence a memory, the best first. */
  #best(question: string, found: readonly FoundNote[]): Picked[] {
    const asked = wordsOf(question, this.#language);
    const picked = found.flatMap((note, place) => this.#sentenceOf(note, asked, place) ?? []);
    const ordered = picked.toSorted((a, b) => b.score - a.score);
    const least = (ordered[0]?.score ?? 0) * worth;
    return ordered.filter(({ score }) => score >= least).slice(0, mostSentences);
  }

  /** Null where nothing of the memory answers the question. */
  #sentenceOf(note: FoundNote, asked: ReadonlySet<string>, place: number): Picked | null {
    const near = note.cosine !== null && note.cosine >= nearCosine;
    // Words such as "der" are in any text. Where no list of them is here, the search's own says whether others are shared.
    if (!near && !note.lexical && !knowsUnspeaking(this.#language)) return null;
    const speaker = wordsOf(note.speaker ?? '', this.#language);
    let best: Picked | null = null;
    for (const sentence of sentencesOf(note.content, this.#language)) {
      const words = wordsOf(sentence, this.#language).union(speaker);
      const common = shared(asked, words);
      if (common === 0 && !near) continue;
      // What search put first counts where sentences share as many words.
      const score = common / Math.max(asked.size, 1) + (note.cosine ?? 0) / 2 - place / 100;
      if (best === null || score > best.score) best = { note, sentence, score };
    }
    return best;
  }
}

interface Picked {
  readonly note: FoundNote;
  readonly sentence: string;
  readonly score: number;
}
