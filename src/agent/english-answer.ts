import type { FoundNote } from './agent.ts';
import { amended, mostSentences, type Quoted } from './amendments.ts';
import { asksForNow, isOfSomebodyElse, RareWords, tellsOfChange, tellsOfOtherDay } from './changes.ts';
import { likeOfAnotherThan } from './like-of-another.ts';
import { leastCosine, longestChange, newsBeside } from './news-beside.ts';
import { type EnglishAsking, type Passage, PassageReader } from './passages.ts';
import { shared } from './sentences.ts';

/** Minimum score of a further passage, and of one that tells of a change, as a share of the best one's. */
const [worth, changeWorth] = [0.75, 0.4];
/** How much of the question a further passage says by itself, as a share of what the first one says. */
const furtherSays = 0.85;

/** Returns what answers an English question among the memories found: what holds now, or the best. Empty if nothing does. */
export async function englishAnswer(found: readonly FoundNote[], asking: EnglishAsking): Promise<Quoted[]> {
  const reader = new PassageReader(asking, found);
  const passages = ofWhoIsAsked(await reader.passages(found), asking.question, reader);
  const [best] = passages;
  if (!best) return [];
  const isForNow = asksForNow(asking.question);
  const tells = isForNow ? tellsOfChange : reader.wantsDay ? tellsOfOtherDay : null;
  const latest = tells && (await lastChange(best, passages, { reader, asking, tells }));
  const holding = latest ? [latest, ...passages.filter(({ note }) => isLater(note, latest.note))] : passages;
  const [first = best, ...others] = holding;
  const isWorth = (one: Passage) => one.score >= worth * first.score && one.saidByItself >= furtherSays * first.said;
  const enough = [first, ...others.filter(isWorth)];
  const quoted = { note: best.note, sentence: best.text };
  const news = latest
    ? null
    : newsBeside(quoted, reader.found, { question: asking.question, whose: reader.people.whose, language: 'en' });
  const shown: Shown[] = enough.filter(({ note }) => note !== news?.note);
  const picked = shortened(news ? [...shown, ofWhole(news)] : shown);
  return await amended(picked, found, { language: 'en', isForNow });
}

interface Changing {
  readonly reader: PassageReader;
  readonly asking: EnglishAsking;
  /** Whether a text tells of a change. */
  readonly tells: (text: string) => boolean;
}

/** Returns the last passage that tells of a change of what the best one tells; null if none does. */
async function lastChange(
  best: Passage,
  passages: readonly Passage[],
  { reader, asking, tells }: Changing,
): Promise<Passage | null> {
  const rare = new RareWords(reader.read, asking.meanings);
  const things = rare.things(`${asking.question} ${best.text}`);
  // Beside other words of an answer, any amount or day may be told.
  const isOfMatter = (text: string) =>
    reader.wantsAmount || reader.wantsDay ? rare.areNear(asking.question, text) : shared(things, rare.things(text)) > 0;
  // A longer text mentions a rare word beside what has changed in it.
  const later = reader.found.filter(
    (note) => note.speaker === best.note.speaker && isLater(note, best.note) && isShort(note),
  );
  const [question, answer] = [asking.question, best.text];
  const isLikeOfAnother = likeOfAnotherThan(question, answer);
  const isOfOthers = (text: string, { speaker }: FoundNote) =>
    reader.people.whose(text) !== null || isOfAnother(text, question, answer) || isLikeOfAnother(text, speaker);
  const linked = await reader.passages(
    later,
    (text) => tells(text) && isOfMatter(text) && !isOfOthers(text, best.note),
  );
  const short = new Map(reader.read.filter(({ note }) => isShort(note)).map((one) => [one.note, one]));
  const wholeOf = ({ note, text }: Passage) =>
    short
      .get(note)
      ?.sentences.map((one) => one.text)
      .join(' ') ?? text;
  const likely = passages.filter(
    (one) =>
      !isLater(best.note, one.note) &&
      one.score >= (short.has(one.note) ? changeWorth : worth) * best.score &&
      tells(wholeOf(one)) &&
      !isOfOthers(one.text, one.note),
  );
  const isNear = ({ note, saidByItself }: Passage) => Math.max(saidByItself, note.cosine ?? 0) >= leastCosine;
  return [...likely, ...linked]
    .filter(isNear)
    .reduce<Passage | null>((last, one) => (last === null || isLater(one.note, last.note) ? one : last), null);
}

/** As much of a passage as an answer shows. */
type Shown = Pick<Passage, 'note' | 'text' | 'sentences'>;

const ofWhole = ({ note, sentence }: Quoted): Shown => ({ note, text: sentence, sentences: 1 });

/** Leaves out what tells how others are by now, if anything else answers. */
function ofWhoIsAsked(passages: readonly Passage[], question: string, reader: PassageReader): readonly Passage[] {
  const own = passages.filter(({ text }) => !isOfAnother(text, question) && reader.people.whose(text) === null);
  return own.length > 0 ? own : passages;
}

/** Whether a text tells how somebody is who is in neither the question nor `told`, unless somebody is what is asked for. */
const isOfAnother = (text: string, question: string, told = ''): boolean =>
  !asksWho.test(question) && isOfSomebodyElse(text, `${question} ${told}`);

const asksWho = /^who(?:m|se)?(?!\p{L})/iu;

const isShort = ({ content }: FoundNote): boolean => content.length <= longestChange;
const isLater = (one: FoundNote, other: FoundNote): boolean => one.validFrom > other.validFrom;

/** As many passages as have no more sentences together than an answer. */
function shortened(passages: readonly Shown[]): Quoted[] {
  let left = mostSentences;
  const kept = passages.filter(({ sentences }) => {
    left -= sentences;
    return left >= 0;
  });
  return kept.map(({ note, text }) => ({ note, sentence: text }));
}
