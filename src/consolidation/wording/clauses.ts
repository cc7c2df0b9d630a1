import { wordSet } from '../../platform/word-lists.ts';
import { asWritten } from './as-written.ts';
import type { Clause } from './clause.ts';
import { readAlike } from './holders.ts';
import { details, isWhen, partner } from './parts.ts';
import { withoutPhrases } from './phrases.ts';
import { formsOf, isQuestion } from './tokens.ts';

/** A part that could not be read, such as "a dog" in "a cat and a dog": a text with one says more than its other clauses do. */
const unread: Clause = { subject: '', says: [], isNews: false, denies: false, names: new Set(), alike: [] };

const news = wordSet('now anymore longer nowaday currently already meanwhile instead again');
const denials = wordSet('not no never');
/** Says nothing of how things are; "today" is no news, since it may be different tomorrow, as it was before. */
const silent = news.union(denials).union(wordSet('today still the a an'));
const silentInSubjects = silent.union(wordSet('new also just recently finally'));
const silentAfterVerbs = silent.union(wordSet('her his their its do doe yet'));

/** What is done to something once and stays so: "I fixed the bug", "the bug is fixed". */
const settling = wordSet('enabled disabled closed opened locked unlocked fixed merged resolved repaired');

/** What somebody did, in "Got a new job", who may be left out if it is the speaker. */
const deeds = wordSet(
  'got quit stopped sold lost moved finished started switched cancelled left broke bought joined retired graduated became died',
);

/** Verbs that say how things are; the subject ends before the first of them. */
const verbs = settling.union(deeds).union(
  wordSet(`is are am past was live work drive prefer like love hate dislike want need weigh cost take run use land open close start
  smoke drink eat own have has play speak study learn stay lives move stop gave changed accept trust know can could will would
  do doe did drives works wears wear sleep sleeps plan plans call happen belong hold keep teach sing swim ride attend date
  support hire employ arrive leave depart finish end begin discharged had trusts sells sell buy went go get married divorced
  become retire join visited watched ate paid played saw called took wrote read met found earn charge owe measure last contain
  hurt wake expire upgraded downgraded recovered learned feel felt rented signed serve lead manage coach volunteer intern train
  practice`),
);

/** Number of clauses after which the rest of a text is not read: each is compared with others, and looked up. */
const enoughClauses = 100;

/**
 * Returns the clauses of a text whose subjects are named, and an empty one for each part that could not be read or that begins
 * with "if" or the like. Questions are left out.
 */
export function clausesOf(text: string, speaker: string | null): Clause[] {
  const clauses: Clause[] = [];
  for (const sentence of asWritten(text).split(/(?<=(?<!\b(?:Dr|Mr|Mrs|Ms|St|Prof|No|Jr|Sr))[.!?;])\s+/)) {
    if (clauses.length > enoughClauses) break;
    if (sentence === '' || isQuestion(sentence)) continue;
    if (/^\s*(if|when|unless|maybe|perhaps)\b/i.test(sentence)) clauses.push(unread);
    else clauses.push(...clausesOfSentence(sentence, speaker));
  }
  return clauses;
}

function clausesOfSentence(sentence: string, speaker: string | null): Clause[] {
  const clauses: Clause[] = [];
  let last: Clause | null = null;
  const told = sentence
    .replace(opening, '')
    .replace(lead, '')
    .replace(asideOfTime, '')
    .replace(parted, '$1 $3 with $2; $2 $3 with $1');
  for (const part of told.split(joint, enoughClauses)) {
    const clause = clauseOf(part, speaker, last);
    last = clause ?? last;
    // "They moved the party" is about the party.
    clauses.push(clause && clause.subject !== 'they' ? { ...clause, alike: readAlike(clause, part) } : unread);
    if (clause) clauses.push(...undergone(clause, speaker));
    if (clause && saysMore(part)) clauses.push(unread);
  }
  return clauses;
}

/** Between two parts that each have a verb: "and", "but", ", so I", ": it is", ", Jonas has". */
const joint =
  /,? (?:and|but) |; |: (?=(?:it|they)(?:['’]| ))|, (?:so )?(?=(?:it|i|we|he|she|they)(?:['’]| ))|, (?=\p{L}+ (?:has|is|took|will)\b)/iu;

/** "Eva and Paul broke up" */
const parted = /^(\p{Lu}\p{L}+|I) and (\p{Lu}\p{L}+|I) (?:have |just )*(broke up|broken up|split up|separated)/u;

/** Reads "we cancelled the trip" as "the trip is cancelled", too, and "we moved the party to Friday" as "the party moved to Friday". */
function undergone({ says: [verb = '', ...rest], ...clause }: Clause, speaker: string | null): Clause[] {
  if (clause.denies) return [];
  if (settling.has(verb) && rest.length > 0) {
    return [{ ...clause, subject: subjectOf(rest, speaker), says: ['is', verb], isNews: true }];
  }
  const what = objectOf(verb, rest);
  if (what.length === 0) return [];
  const subjects = new Set([
    subjectOf(what, speaker),
    what.filter((form) => form !== 'our' && form !== 'my').join(' '),
  ]);
  const says = verb === 'moved' ? [verb, ...rest.slice(what.length)] : [verb];
  return [...subjects].map((subject) => ({ ...clause, subject, says }));
}

/** What somebody cancelled, or moved to another day or place; empty for other verbs. */
function objectOf(verb: string, rest: readonly string[]): readonly string[] {
  if (verb === 'moved' && rest[0] !== 'from') return rest.slice(0, Math.max(0, rest.lastIndexOf('to')));
  if (verb !== 'cancelled') return [];
  const when = rest.findIndex((_, at) => isWhen(rest.slice(at)));
  return when < 0 ? rest : rest.slice(0, when);
}

/** Whether a part says more than one thing: "Anna lives in Berlin, works at Siemens". */
const saysMore = (part: string): boolean =>
  part
    .split(/, /)
    .slice(1)
    .some((rest) => formsOf(rest).some((form) => verbs.has(form)));

/**
 * How a correction begins: "Sorry, I misspoke: ", "No, wait, ", "Actually, ", and what people say before the news: "By the way, ".
 * A "no" by itself answers a question.
 */
const opening =
  /^\s*(?:(?:oh|oops|sorry|actually|correction|update|edit|wait|well|so|hey|hi|yeah|yes|okay|ok|honestly|unfortunately|sadly|luckily|btw|fyi|by the way|quick update|good news|bad news|guess what|just so you know|heads up|note|reminder|(?:no|oh|sorry),? wait|(?:(?:oh|oops|sorry|no), )?(?:i (?:misspoke|mistyped|was wrong|made a (?:typo|mistake))|my mistake))\s*[,:;.!–—-]\s*)+/i;

/** The same said without a pause: "so I moved". Before other words some of these are no such thing: "so far", "well known". */
const lead =
  /^\s*(?:(?:so|well|actually|anyway|yeah|yes|okay|ok|alright|hey|hi|honestly|unfortunately|sadly|luckily|by the way)\s+)+(?=(?:i|we|he|she|they|it|my|our|his|her|their|the)(?!\p{L}))/iu;

/** When, at the beginning of a sentence: "last week", "these days,". It says nothing about whether that goes on. */
const asideOfTime =
  /^(?:(?:last|this) (?:week|weekend|month|year|night|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|these days|recently|finally|for now|after all)\b,?\s+(?=(?:i|we|my|our|the|\p{Lu})\b)/iu;

/** Maximum number of words of a part: longer ones are no plain statements, and each is searched for many phrases. */
const longestPart = 60;

function clauseOf(text: string, speaker: string | null, last: Clause | null): Clause | null {
  const told = formsOf(text);
  if (told.length > longestPart) return null;
  const forms = withoutPhrases(told);
  const at = verbOf(text, forms);
  if (at < 0) return null;
  const named = subjectOf(forms.slice(0, at), speaker);
  // "My number is not 1234, it is 4321."
  const isImplied = named === '' || (named === 'it' && last?.denies);
  const subject = isImplied
    ? (last?.subject ?? impliedBy(forms[at] ?? '', speaker))
    : named === 'it' && last
      ? (changedBy(last, speaker) ?? named)
      : named;
  if (subject === null || unnamed.test(subject)) return null;
  const { said, sinceWhen } = sinceOf(withoutProgress(withoutPerfect(forms.slice(at))));
  const isNews = sinceWhen || forms.some((form) => news.has(form));
  const says = said.filter((form) => !silentAfterVerbs.has(form));
  // "He no longer works there" negates before its verb; "No, he works there" answers a question.
  const denies = /\b(?:no longer|never)$/.test(forms.slice(0, at).join(' ')) || said.some((form) => denials.has(form));
  return {
    ...heldBy(subject, says, speaker),
    isNews: isNews || /\bnew\b/i.test(text.replace(newInNames, '')),
    denies,
    names: namesOf(text),
    alike: [],
  };
}

/**
 * Returns where the verb stands: the first word that is known as one, or what must be one, since it follows "I", "we", "the user" or
 * a name and ends as a verb does: "Kim believes the earth is flat".
 */
function verbOf(text: string, forms: readonly string[]): number {
  const known = forms.findIndex((form) => verbs.has(form));
  const [, we, name, verb = ''] = acting.exec(text) ?? [];
  if ((!we && !name) || /ly$|ss$/.test(verb) || (name && !verb.endsWith('s'))) return known;
  const place = forms.indexOf(formsOf(verb)[0] ?? '');
  const isSure = we !== undefined || known > place + 2;
  return place > 0 && (known < 0 || (isSure && known > place)) ? place : known;
}

const acting =
  /^\s*(?:(I|We)|((?:The )?[Uu]sers?|(?:(?:The|Our|My) )?\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?)) (?:(?:no longer|never|also|still|just|really|always|often|usually|sometimes|now|currently) )*(\p{Ll}{3,})(?![\p{L}'’])/u;

/** What "it" is, in "Ada moved the deadline: it is 3 May now": what somebody changed, if it is not told to what. */
function changedBy({ says: [verb = '', ...what] }: Clause, speaker: string | null): string | null {
  return changing.has(verb) && what.length > 0 && !what.some((form) => details.has(form))
    ? subjectOf(what, speaker)
    : null;
}

const changing = wordSet('moved changed updated postponed rescheduled raised lowered cut reduced extended');

/** Who did it, in "Got a new job": the speaker. */
const impliedBy = (verb: string, speaker: string | null): string | null =>
  speaker !== null && deeds.has(verb) ? speaker.toLowerCase() : null;

/** Subjects that the text alone does not identify: "her mother" is another person after each name. */
const unnamed = /^(?:(?:he|she|it|who|which|there)$|(?:his|her|their|its|this|that|these|those)\b)/;

/** "New" within a name is no news: New York. */
const newInNames = /\bNew(?= \p{Lu})|\bnew(?= (?:york|zealand|orleans|jersey|delhi|mexico|hampshire)\b)/gu;

const namesOf = (text: string): ReadonlySet<string> =>
  new Set(formsOf((text.match(/(?<!\p{L})\p{L}*\p{Lu}\p{L}*/gu) ?? []).join(' ')));

/** "Has since moved", "has been moved" and "moved" mean the same, as do "am" and "is". */
const withoutPerfect = (said: readonly string[]): readonly string[] =>
  said
    .join(' ')
    .replace(/^(?:am|are)\b/, 'is')
    .replace(
      /^(?:have|has) (?:(?:since|just|recently|finally|already|now) )*(?:(?:been )?(?=moved\b)|(?=(?:quit|stopped|sold|lost|left|married|divorced|cancelled|finished|died|paid|upgraded|downgraded|taken|graduated|recovered|retired|switched|migrated|found|bought|broke|joined|started|changed|learned|reassigned|converted|transferred)\b))/,
      '',
    )
    .split(' ');

/** "Is living in", "lives in". */
function withoutProgress(said: readonly string[]): readonly string[] {
  const [is, doing = ''] = said;
  const verb = is === 'is' ? baseForms(doing).find((form) => lasting.has(form)) : undefined;
  return verb ? [verb, ...said.slice(2)] : said;
}

/** Verbs that say the same of how somebody lives in either form; what somebody is reading or learning comes to an end by itself. */
const lasting = wordSet(
  'live work study lead manage run coach teach play train volunteer sleep use drive drink smoke attend rent',
);

/** Verbs that "smoking" and "running" may be forms of. */
export function baseForms(gerund: string): string[] {
  const stem = gerund.replace(/ing$/, '');
  if (stem === gerund) return [];
  return stem.at(-1) === stem.at(-2) ? [stem, `${stem}e`, stem.slice(0, -1)] : [stem, `${stem}e`];
}

/** People of whom one has one at a time. */
const roles = wordSet('boss manager doctor dentist husband wife');

const ofPartner = new RegExp(`^(?<who>.+) (?<whom>${partner})$`);

/** Reads "Lena is my manager" as "my manager is Lena". */
function heldBy(subject: string, says: readonly string[], speaker: string | null): Pick<Clause, 'subject' | 'says'> {
  const [is, my = '', role = '', more] = says;
  const isHeld = is === 'is' && (my === 'my' || my === 'our') && roles.has(role) && more === undefined;
  if (isHeld) return { subject: subjectOf([my, role], speaker), says: ['is', ...subject.split(' ')] };
  // "The project has a budget of 50,000": "the project budget is 50,000".
  const [has, attribute, of, ...value] = says;
  if (has === 'has' && of === 'of' && value.length > 0)
    return { subject: `${subject} ${attribute}`, says: ['is', ...value] };
  // "My girlfriend is Julia": "I have a girlfriend named Julia".
  const { who, whom } = ofPartner.exec(subject)?.groups ?? {};
  if (who && whom && is === 'is' && my !== '' && role === '')
    return { subject: who, says: ['have', whom, 'named', my] };
  return { subject, says };
}

/**
 * Cuts off when something began. "Since the spring" says that it is so from then on, and was not before. So do "as of May" and
 * "from Monday on", but these may be still to come.
 */
function sinceOf(said: readonly string[]): { readonly said: readonly string[]; readonly sinceWhen: boolean } {
  const at = said.findIndex(
    (form, index) =>
      index > 1 &&
      (form === 'since' ||
        form === 'starting' ||
        (form === 'as' && said[index + 1] === 'of') ||
        (form === 'from' && (said.at(-1) === 'on' || said.at(-1) === 'onward'))),
  );
  return at < 0 ? { said, sinceWhen: false } : { said: said.slice(0, at), sinceWhen: said[at] === 'since' };
}

function subjectOf(forms: readonly string[], speaker: string | null): string {
  const me = speaker === null ? 'i' : speaker.toLowerCase();
  const told = forms.filter((form) => !silentInSubjects.has(form));
  const of = told.findIndex((form) => form === 'of' || form === 'for');
  // "The deadline for the proposal", "the proposal deadline"
  const inOrder = of > 0 && of < told.length - 1 ? [...told.slice(of + 1), ...told.slice(0, of)] : told;
  return inOrder.map((form) => (form === 'i' || form === 'my' || form === 'me' ? me : form)).join(' ');
}
