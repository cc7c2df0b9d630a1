import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { type LetOthersIn, timeTurns } from '../platform/turns/text-turns.ts';
import { lowerWordsOf } from '../search/question/sentences.ts';
import type { FoundNote } from './agent.ts';
import { mostSentences } from './amendments.ts';
import { hasAmount, hasDay } from './answer-kinds.ts';
import { AskedDate, AskedPeriods } from './asked-date.ts';
import { AskedWords, type Covered } from './asked-words.ts';
import { isQuestion } from './is-question.ts';
import type { Asked } from './of-oneself.ts';
import { type People, peopleIn } from './of-people.ts';
import { beginsReferring, most, type ReadNote, readNote, type Sentence } from './read-note.ts';
import { stemsOf } from './sentences.ts';
import { type Wanted, wantedBy } from './wanted.ts';

/** Up to three sentences of a memory that follow one another, as an answer to a question. */
export interface Passage {
  readonly note: FoundNote;
  readonly text: string;
  readonly sentences: number;
  readonly score: number;
  /** How much of the question it says. */
  readonly said: number;
  /** How much of it by its own words, its speaker's name and what it replies to: without others around it. */
  readonly saidByItself: number;
}

/** What an English question is about, and who asks it. */
export interface EnglishAsking extends Asked {
  /** The time as of which it is asked. */
  readonly now: Date;
  readonly meanings: WordMeanings;
}

/**
 * Least evidence for an answer of the asked kind, and of any: the share of the question that it says, and a part of its similarity. The further down
 * search ranked a memory, the more it has to say: each rank takes that much of its evidence, its similarity and its score.
 */
const [leastOfKind, leastOfAny, cosineCounts, rankTakes] = [0.36, 0.55, 0.25, 0.03];
/** Least share of the question's matter that an answer says, of its names, and how well it says what is named or counted. */
const [leastMatter, leastNames, leastAbout] = [0.25, 0.4, 0.3];
/** Minimum cosine similarity of a memory that says only something of the matter in its words. */
const nearCosine = 0.6;
/** What adds to an answer's score: its memory's similarity, the likelier kind, a further sentence, a missing beginning. */
const worths = { cosine: 0.33, kind: 0.2, further: -0.04, headless: -0.1 };

/** Whether a passage answers, by how much of the question it says. */
type IsAnswer = (text: string, said: Said) => boolean;

interface Said extends Covered {
  readonly cosine: number;
  /** How much its rank takes of its evidence. */
  readonly behind: number;
  /** Whether it is of the kind that the question asks for; false if that is not known. */
  readonly isOfKind: boolean;
}

/** How much of the question a passage says, also by its own words alone. */
interface SaidByItself extends Covered {
  readonly byItself: number;
}

const isAnswer: IsAnswer = (_, { all, matter, names, cosine, behind, isOfKind }) => {
  const evidence = all + cosineCounts * cosine - behind;
  const isSaid = evidence >= (isOfKind ? leastOfKind : leastOfAny) && matter >= leastMatter;
  return names >= leastNames && (isSaid || (matter > 0 && cosine - behind >= nearCosine));
};

/** Number of words up to which a sentence seldom says by itself what it is about: "Turns out I'm intolerant." */
const fewWords = 4;
const isBrief = (text: string): boolean => lowerWordsOf(text).length <= fewWords;

const ofSpeaker = /(?<![\p{L}\p{N}])(?:i|i['’](?:m|ve|d|ll)|me|my|mine|we|our|us)(?![\p{L}\p{N}])/iu;

/** Reads the memories that were found for an English question. */
export class PassageReader {
  readonly found: readonly FoundNote[];
  readonly people: People;
  readonly #asking: EnglishAsking;
  readonly #wanted: Wanted;
  readonly #date: AskedDate;
  readonly #periods: AskedPeriods;
  readonly #told: ReadonlySet<string>;
  readonly #words = new Map<boolean, AskedWords>();
  readonly #read = new Map<FoundNote, ReadNote>();

  constructor(asking: EnglishAsking, found: readonly FoundNote[]) {
    this.found = found;
    this.#asking = asking;
    this.#wanted = wantedBy(asking.question, asking.asker);
    this.#date = new AskedDate(asking.question, 'en', asking.now);
    this.#periods = new AskedPeriods(asking.question);
    this.#told = stemsOf(asking.told, 'en').difference(stemsOf(asking.question, 'en'));
    this.people = peopleIn(asking, found, 'en');
  }

  /** The memories that were read so far. */
  get read(): readonly ReadNote[] {
    return [...this.#read.values()];
  }

  /** Whether the question asks for a day or a time. */
  get wantsDay(): boolean {
    return this.#wanted.needs === hasDay || this.#wanted.prefers === hasDay;
  }

  /** Whether it asks for a number. */
  get wantsAmount(): boolean {
    return this.#wanted.needs === hasAmount;
  }

  /** Returns the best passage of each memory that answers, the best first. */
  async passages(notes: readonly FoundNote[], answers: IsAnswer = isAnswer): Promise<Passage[]> {
    const best: Passage[] = [];
    const letOthersIn = timeTurns();
    for (const note of notes) {
      const read = this.#read.get(note) ?? (await this.#readNote(note, letOthersIn));
      best.push(...(await this.#bestOf(read, answers, letOthersIn)));
    }
    return best.sort((a, b) => b.score - a.score);
  }

  /** Returns the best passage of a memory, if any answers. */
  async #bestOf(read: ReadNote, answers: IsAnswer, letOthersIn: LetOthersIn): Promise<Passage[]> {
    let best: Passage | null = null;
    for (const at of read.sentences.keys()) {
      for (let count = 1; count <= mostSentences && at + count <= read.sentences.length; count++) {
        const parts = read.sentences.slice(at, at + count);
        if (parts.some(({ isNoAnswer }) => isNoAnswer)) break;
        const passage = this.#passageOf(read, parts, at > 0, answers);
        if (passage && (best === null || passage.score > best.score)) best = passage;
      }
      await letOthersIn();
    }
    return best === null ? [] : [best];
  }

  async #readNote(note: FoundNote, letOthersIn: LetOthersIn): Promise<ReadNote> {
    const dated = this.#date.wordsFor(note);
    const isDated = dated.asked.size > 0;
    // Words of the date that it names are no words of the question.
    const asked = getOrInsert(this.#words, isDated, () => new AskedWords(this.#asking, dated.asked));
    // A memory of another day may speak of that day.
    const isOfDate = isDated ? dated.had.size > 0 || this.#periods.areNamedIn(note) : null;
    const { isOfAnother } = this.people;
    const [told, found] = [this.#told, this.found];
    const read = await readNote(note, { asked, isOfDate, told, isOfAnother, found, letOthersIn });
    this.#read.set(note, read);
    return read;
  }

  #passageOf(read: ReadNote, parts: readonly Sentence[], isInside: boolean, answers: IsAnswer): Passage | null {
    const { note } = read;
    const text = parts.map((part) => part.text).join(' ');
    const told = { text, speaker: note.speaker };
    const replied = isInside ? null : read.replied;
    const said = this.#saidBy(read, most([...parts.map(({ matches }) => matches), replied?.matches ?? []]), text);
    if (said === null || !saysSomething(read, parts)) return null;
    if (this.#periods.areOthersThan(text, read.isOfDate === true)) return null;
    const { needs, prefers } = this.#wanted;
    const isLikely = prefers?.(told) ?? false;
    // A reply is as near as what it replies to.
    const cosine = Math.max(note.cosine ?? 0, replied?.note.cosine ?? 0);
    const behind = rankTakes * this.found.indexOf(note);
    if (!answers(text, { ...said, cosine, behind, isOfKind: needs !== null || isLikely })) return null;
    if (needs && !needs(told)) return null;
    const score =
      said.all * (1 + read.told) +
      worths.cosine * cosine -
      behind +
      worths.further * (parts.length - 1) +
      (isLikely ? worths.kind : 0) +
      (isInside && (beginsReferring(text) || isBrief(text)) ? worths.headless : 0);
    return {
      note,
      text,
      said: said.all,
      saidByItself: said.byItself,
      sentences: parts.length,
      score: isQuestion(text) ? score / 2 : score,
    };
  }

  /** Returns how much of the question a passage with these matches says; null if it does not speak of what is to be named or counted. */
  #saidBy(
    { note, asked, isOfDate, around, bySpeaker }: ReadNote,
    own: readonly number[],
    text: string,
  ): SaidByItself | null {
    const counts = ofSpeaker.test(text) ? 1 : 0.5;
    const byItself = most([own, bySpeaker.map((match) => match * counts)]);
    const matches = most([byItself, around]);
    const { about } = this.#wanted;

    if (about !== undefined && asked.matchOf(about, matches) < leastAbout) return null;
    const said = { ...asked.covered(matches, isOfDate), byItself: asked.covered(byItself, isOfDate).all };
    return isWithoutSubject(note, text) ? { ...said, names: 1 } : said;
  }
}

/** "Lives in Lyon", by nobody: who is meant is not said. */
const isWithoutSubject = ({ speaker }: FoundNote, text: string): boolean =>
  speaker === null && /^\P{L}*\p{L}\p{Ll}+s\s\p{Ll}/u.test(text);

/** Whether there is more than names, and a greeting. */
const saysSomething = ({ idle, asked }: ReadNote, parts: readonly Sentence[]): boolean =>
  parts.some(({ words }) => words.some(({ stem }) => !idle.has(stem) && !asked.hasName(stem)));
