import { timeTurns } from '../platform/turns/text-turns.ts';
import { inverseFrequency } from '../search/okapi.ts';
import type { FoundNote } from './agent.ts';
import { amended, mostSentences, type Quoted } from './amendments.ts';
import { AskedDate } from './asked-date.ts';
import { askedDay } from './asked-day.ts';
import { askedNumber } from './asked-number.ts';
import { mostAskedWords } from './asked-words.ts';
import { isQuestion } from './is-question.ts';
import { newsBeside } from './news-beside.ts';
import type { Asked } from './of-oneself.ts';
import { type People, peopleIn } from './of-people.ts';
import { isAskedByAssistant, longestOfOneThing, repliedTo } from './replied-to.ts';
import { knowsUnspeaking, sentencesOf, shared, stemsOf } from './sentences.ts';
import { askedStems, knowsSmallWords } from './small-words.ts';
import { saidOf } from './stemmers.ts';
import { saysNow } from './then.ts';

/** Minimum cosine similarity of a sentence's memory if the sentence shares no word with the question. */
const nearCosine = 0.6;
/** Minimum score of a further sentence, and how much it says of the question, as shares of the best sentence's. */
const [worth, furtherSays] = [0.5, 0.75];
/** Minimum share of a question that its answer says, by the weights of the words: a name that many memories have says little. */
const leastShare = 0.3;
/** What a memory of another date counts if a question names one. */
const ofOtherDate = 0.6;
/** A text of this length is quoted as a whole: "Happy Easter! We hide the eggs at Tobi's parents." */
const longestWhole = 160;
/** Words are weighed as if at least so many memories had been found: those of a collection that is new have few. */
const leastMemories = 20;

/** A question in a language. */
interface PlainAsking extends Asked {
  /** The time as of which it is asked. */
  readonly now: Date;
  readonly language: string;
}

/** Returns what answers a question of any language by words in common among the memories found, best first. Empty if nothing does. */
export async function plainAnswer(found: readonly FoundNote[], asking: PlainAsking): Promise<Quoted[]> {
  const { question, language } = asking;
  const reader = new PlainReader(asking, found);
  const notes: PlainNote[] = [];
  for (const note of found) notes.push(await reader.read(note));
  const weights = reader.weigh(notes);
  const best: Picked[] = [];
  for (const [place, note] of notes.entries()) {
    const picked = await reader.bestOf(note, place, weights);
    if (picked) best.push(picked);
  }
  const ordered = best.sort((a, b) => b.score - a.score);
  const [first] = ordered;
  if (!first) return [];
  const news = newsBeside(first, found, { question, whose: reader.people.whose, language });
  const isWorth = ({ score, share }: Picked) => score >= worth * first.score && share >= furtherSays * first.share;
  const picked = ordered.filter((one) => one.note !== news?.note && isWorth(one));
  const kept = picked.slice(0, mostSentences - (news ? 1 : 0));
  const quoted = news === null ? kept : saysNow(question, language) ? [news, first] : [...kept, news];
  return await amended(quoted, found, { language, isForNow: false });
}

/** Weights of the words of a question: those are worth most that the fewest memories found have. */
interface Weights {
  readonly words: ReadonlyMap<string, number>;
  /** Of all words together. */
  readonly all: number;
  /** Of the asked date, which counts as one more word. */
  readonly date: number;
}

interface PlainSentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** A memory, read for a question. */
interface PlainNote {
  readonly note: FoundNote;
  readonly sentences: readonly PlainSentence[];
  /** Words of its speaker's name, and of what it replies to a question about. */
  readonly beside: ReadonlySet<string>;
  /** Similarity to the question of what is most similar to it: the memory or what it replies to. */
  readonly cosine: number;
  /** Words of the asked date that it has, and all of that date. */
  readonly dated: ReturnType<AskedDate['wordsFor']>;
  readonly words: ReadonlySet<string>;
}

interface Picked extends Quoted {
  readonly score: number;
  /** Share of the question that it says. */
  readonly share: number;
}

/** "Frau Petersen" is no wife, unlike "meine Frau Katrin". */
const title = /(?<!\p{L})(?<!(?:[MmDdSs]ein|[Ii]hr|[Uu]nser|[Ee]u)e?[nr]? )(?:Frau|Herrn?)(?= \p{Lu})/gu;

const firstWordOf = (text: string): string => text.toLowerCase().match(/\p{L}+/u)?.[0] ?? '';

class PlainReader {
  readonly people: People;
  readonly #language: string;
  readonly #asked: ReadonlySet<string>;
  readonly #told: ReadonlySet<string>;
  readonly #firstWord: string;
  readonly #date: AskedDate;
  readonly #found: readonly FoundNote[];
  readonly #kinds: readonly ((text: string) => boolean)[];
  readonly #letOthersIn = timeTurns();

  constructor(asking: PlainAsking, found: readonly FoundNote[]) {
    const { question, told, language, now } = asking;
    this.#language = language;
    this.#asked = new Set(askedStems(question, language).values().take(mostAskedWords));
    this.#told = stemsOf(told, language).difference(this.#asked);
    this.#firstWord = firstWordOf(question);
    this.#date = new AskedDate(question, language, now);
    this.people = peopleIn(asking, found, language);
    this.#found = found;
    this.#kinds = [askedNumber(question, language), askedDay(question, language)];
  }

  async read(note: FoundNote): Promise<PlainNote> {
    const { content } = note;
    const isNoAnswer = (one: string) => isAskedByAssistant(note, one) || this.people.isOfAnother(note, one);
    const own: string[] = [];
    for (const one of sentencesOf(content, this.#language)) {
      if (!isNoAnswer(one)) own.push(one);
      await this.#letOthersIn();
    }
    const isWhole = content.length <= longestWhole && own.some((one) => !isQuestion(one));
    const texts = isWhole && own.join(' ').length >= content.trim().length ? [content.trim()] : own;
    const replied = content.length <= longestOfOneThing ? repliedTo(note, this.#found, this.#language) : null;
    const [about, asked] = [replied?.about?.content ?? '', replied?.asked.content ?? ''];
    // "How did that happen?", "What are they called?": a reply to the same question is about what that is about.
    const isSame = replied?.questions.some((one) => firstWordOf(one) === this.#firstWord);
    // The beginning of a reply says the words of the question, too.
    const first = isSame ? `${about} ${asked}` : asked;
    const sentences: PlainSentence[] = [];
    for (const text of texts) {
      sentences.push({ text, words: this.#stemsOf(sentences.length === 0 ? `${first} ${text}` : text) });
      await this.#letOthersIn();
    }
    const dated = this.#date.wordsFor(note);
    const beside = stemsOf(`${note.speaker ?? ''} ${about}`, this.#language);
    const words = new Set(sentences.flatMap((one) => [...one.words]));
    const cosine = Math.max(note.cosine ?? 0, replied?.asked.cosine ?? 0);
    return { note, sentences, beside, dated, words, cosine };
  }

  #stemsOf(text: string): ReadonlySet<string> {
    return stemsOf(this.#language === 'de' ? text.replaceAll(title, ' ') : text, this.#language);
  }

  weigh(notes: readonly PlainNote[]): Weights {
    const memories = Math.max(notes.length, leastMemories);
    const weightOf = (isHad: (note: PlainNote) => boolean) => inverseFrequency(memories, notes.filter(isHad).length);
    const words = new Map([...this.#asked].map((word) => [word, weightOf((note) => note.words.has(word))]));
    const all = words.values().reduce((sum, weight) => sum + weight, 0);
    return { words, all, date: weightOf(({ dated }) => dated.had.size > 0) };
  }

  /** Returns the share of the asked words that others say, by their weights. */
  #shareOf(others: ReadonlySet<string>, { words, all }: Weights, date: number): number {
    let part = date;
    for (const [word, weight] of words) part += weight * saidOf(word, others, this.#language);
    return all + date === 0 ? 0 : part / (all + date);
  }

  /** Returns null if no sentence of the memory answers the question. */
  async bestOf(
    { note, sentences, beside, dated, cosine }: PlainNote,
    place: number,
    weights: Weights,
  ): Promise<Picked | null> {
    const knowsSmall = knowsSmallWords(this.#language) || knowsUnspeaking(this.#language);
    const near = cosine >= nearCosine;
    // Words such as "der" are in any text: where they are not known, only the lexical search shows whether other words are shared.
    if (!near && !note.lexical && !knowsSmall) return null;
    const counts = dated.asked.size > 0 && dated.had.size === 0 ? ofOtherDate : 1;
    let best: Picked | null = null;
    for (const { text, words } of sentences) {
      await this.#letOthersIn();
      if (!this.#kinds.every((isOfKind) => isOfKind(text))) continue;
      const said = dated.isAll || shared(this.#asked, words.union(beside)) > 0 ? words.union(dated.had) : words;
      // The speaker's name counts half as much as what is said.
      const isOfDate = dated.asked.size > 0 && said !== words && dated.had.size > 0;
      const own = this.#shareOf(said, weights, isOfDate ? weights.date : 0);
      const share = counts * (own + this.#shareOf(beside.difference(said), weights, 0) / 2);
      const isEnough = knowsSmallWords(this.#language) ? share >= leastShare || isOfDate : share > 0 || near;
      // A text with words of the asked date may mean it: "10. bis 22. August", told before.
      const mayBeOfDate = dated.had.size > 0 || !words.isDisjointFrom(dated.asked);
      if (!isEnough || (!mayBeOfDate && this.#date.tellsOfOthers(text, note))) continue;
      // The search ranking decides between sentences that share equally many words; if they share none, it is all that counts.
      const similarity = share === 0 ? nearCosine : cosine;
      const told = shared(this.#told, words.union(beside)) / Math.max(this.#told.size, 1);
      const likely = share * (1 + told) + similarity / 2 - place / 100;
      // A question is an answer only if nothing else is.
      const score = isQuestion(text) ? likely / 2 : likely;
      // Of equal scores, the longest sentence wins: not "Hm."
      if (best === null || score > best.score || (score === best.score && text.length > best.sentence.length)) {
        best = { note, sentence: text, score, share };
      }
    }
    return best;
  }
}
