import { ofOneAlone } from '../consolidation/wording/likely-over.ts';
import { isNeverName } from '../graph/extraction/no-names.ts';
import { relatives } from '../graph/extraction/relatives.ts';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { weekdays } from '../search/ranking/relative-date.ts';
import { seasonNames } from '../search/ranking/seasons.ts';
import { months } from '../search/ranking/written-date.ts';
import { hasDay, words } from './answer-kinds.ts';
import { isDateWord } from './asked-date.ts';
import { isPastVerb } from './irregular-forms.ts';
import { type ReadNote, stemsIn } from './read-note.ts';
import { type SpokenWord, spokenWordsOf, stemsOf } from './sentences.ts';

/** Words of questions about how something is by now, and those of questions about the past. "How long did it last?", "last week": neither. */
const nowadays = words(
  [
    'now|nowadays|still|currently|current|final|latest|today|any ?more|any longer|these days|at the moment|in the end|(?:end|ended) up|(?:came|come|became|become) of',
    String.raw`(?<!how long .{0,60})last(?! (?:[\p{L}\p{N}]+ )?(?:(?:night|day|week|weekend|month|quarter|year|${seasonNames.join('|')})s?|${[...weekdays, ...months].join('|')})(?!\p{L}))`,
  ].join('|'),
);
const past = words('did|was|were|had|used to|before|previously|formerly|originally|first');
/** "What are the cats called?", "Which allergies do I have?": what is told later may be one more. */
const ofSeveral = words(String.raw`are|(?:what|which) (?:[\p{L}'’-]+ ){0,3}?[\p{L}-]+(?<!s)s (?:do|does|have|has)`);

/** "What happened with the car?", "Which firm built it?": without "did". */
const withSubject = /(?<!\p{L})(?:who|what|(?:which|whose) \p{L}+) (?<verb>\p{L}+)/iu;
const asksWhoDid = (question: string): boolean =>
  isPastVerb(withSubject.exec(question)?.groups?.['verb']?.toLowerCase() ?? '');

/** Whether an English question asks how something is, and not how it was: of two answers, the one told later holds. */
export const asksForNow = (question: string): boolean =>
  nowadays.test(question) ||
  !(past.test(question) || asksWhoDid(question) || ofSeveral.test(question.replace(/\bare (?:we|you)\b/i, '')));

/** What people say when a day or a time has changed. */
const otherDay = words(
  'extended|postponed|delayed|rescheduled|brought forward|(?:pushed|moved) (?:back|forward|to)|put (?:\\p{L}+ )?(?:back|off)|mov(?:e|ed) the|instead|not until',
);
/** What people say when something has changed. */
const change = words(
  [
    `no longer|not any ?more|any ?more|any longer|nowadays|these days|now|as of|from (?:today|tomorrow|now|next|this|${months.join('|')})`,
    'new|newer|replac(?:ed|ement)|mov(?:e|es|ed|ing)|switch(?:ed|ing)|swapp(?:ed|ing)|chang(?:ed|es|ing)|became|(?:have|has) become',
    'put (?:\\p{L}+ )?(?:up|down)|(?:went|gone|go|goes|is|are) (?:up|down)|down to|up to',
    'raised|increased|reduced|lowered|cut|doubled|upgraded|downgraded|promoted|took over|taken over|takes over|turned out|after all',
    'g[ai]ven? (?:\\p{L}+ )?(?:up|away|back)|quit|stopped|packed (?:\\p{L}+ )?in|sold|got rid of|split up|broke up|broken up|retired|left|dropped',
    'resigned|my notice|cancelled|canceled|called off|closed|ended|finished|over|dropped out|signed (?:with|up)|joined|divorced|married|lost|died',
    'accepted|rejected|approved|declined|turned down|first day|(?:started|starting|begun) (?:at|as|with|in)',
  ].join('|'),
);
const changes = new RegExp(change, 'giu');
/** "We got a third one, too": what was told before goes on. */
const addition = words(String.raw`also|too(?=\P{L}*$|[.,;!])|as well|another|second|third|fourth`);
/** New York is not new, nor is a flag such as "new_engine". Read from the start of a word only: from each of its letters, a long one takes their square. */
const newInNames = /(?<!\p{L})New(?= \p{Lu})|(?<![\p{L}\d])[\p{L}\d]+(?:_[\p{L}\d]+)+/gu;

/** Whether an English text tells of a change. */
export const tellsOfChange = (text: string): boolean =>
  (change.test(text.replace(newInNames, '')) || otherDay.test(text)) && !addition.test(text);

/** Whether an English text gives another day or time for something. */
export const tellsOfOtherDay = (text: string): boolean => otherDay.test(text) && hasDay({ text, speaker: null });

/** "Pickle is no longer", "our dog has stopped": what follows is so of them alone. */
const stateOfOne = new RegExp(
  String.raw`^(?:\p{L}+, )?(?:(?:[Mm]y|[Oo]ur|[Tt]he) (?<kin>[\p{Ll}-]+)|(?<name>\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?))(?:['’]s|['’]re)? (?:(?:is|are|was|were|has|have|had|can|does|do) )?(?:not|${ofOneAlone})(?!\p{L})`,
  'u',
);

/** Whether an English text tells how somebody is by now of whom `matter` says nothing: nothing else has changed by that. */
export function isOfSomebodyElse(text: string, matter: string): boolean {
  const { kin = '', name = '' } = stateOfOne.exec(text)?.groups ?? {};
  const somebody = (kin || name).toLowerCase();
  const isSomebody = relatives.has(somebody) || (name !== '' && !isNeverName(name));
  return isSomebody && !matter.toLowerCase().includes(somebody);
}

/** Most of the memories found that may share a word for it to show that two of them are about the same, and how much it has to say. */
const mostSharing = 3;
const leastWeight = 0.9;
/** Similarity of two words for one thing. */
const near = 0.5;
/** Words that two amounts of anything have in common. */
const measuring = stemsOf(
  `euro dollar pound cent franc percent kilo kilogram kg gram ton litre liter metre meter km kilometre mile minute hour day week month year
  cost price pay paid amount total weigh weight worth number`,
  'en',
);

/** Names of people and things begin with a capital. */
const isThing = (word: string): boolean => /^\p{Ll}{3}/u.test(word);

/** Words that few of the memories found have. */
export class RareWords {
  readonly #counts = new Map<string, number>();
  readonly #meanings: WordMeanings;

  constructor(found: readonly ReadNote[], meanings: WordMeanings) {
    this.#meanings = meanings;
    for (const { sentences } of found) {
      for (const stem of stemsIn(sentences)) this.#counts.set(stem, (this.#counts.get(stem) ?? 0) + 1);
    }
  }

  /** Returns those of a text, as stems, that name a thing: not somebody, about whom much else is told. */
  things(text: string): ReadonlySet<string> {
    const things = this.#of(text).filter(({ word }) => isThing(word));
    return new Set(things.map(({ stem }) => stem));
  }

  /** Whether a word of a question is one of a text, or means nearly the same. */
  areNear(question: string, text: string): boolean {
    const words = this.#of(text);
    return this.#of(question).some((mine) =>
      words.some(
        ({ word, stem }) =>
          mine.stem === stem ||
          (isThing(mine.word) && isThing(word) && this.#meanings.similarity(mine.word, word) >= near),
      ),
    );
  }

  #of(text: string): SpokenWord[] {
    return spokenWordsOf(text.replaceAll(changes, ' ')).filter(
      ({ word, stem }) =>
        !isDateWord(stem) &&
        !/^\p{N}/u.test(word) &&
        !measuring.has(stem) &&
        this.#meanings.weight(word.toLowerCase()) >= leastWeight &&
        (this.#counts.get(stem) ?? 0) <= mostSharing,
    );
  }
}
