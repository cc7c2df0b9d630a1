import { formsOf } from './tokens.ts';

/** What one part of an English sentence says, as word forms. */
export interface Clause {
  /** What it is about: a name, "the user", "my phone number"; the speaker in place of "I". */
  readonly subject: string;
  /** Everything from its verb on, without words that only mark it as news. */
  readonly says: readonly string[];
  /** Whether it says itself that something has changed: "now", "no longer", "moved". */
  readonly isNews: boolean;
  /** Whether it negates what it says. */
  readonly denies: boolean;
  /** Forms of its words that begin with a capital, as names do. */
  readonly names: ReadonlySet<string>;
}

/** A part that could not be read, such as "a dog" in "a cat and a dog": a text with one says more than its other clauses do. */
const unread: Clause = { subject: '', says: [], isNews: false, denies: false, names: new Set() };

const news = new Set(['now', 'anymore', 'longer', 'nowaday', 'currently', 'already', 'meanwhile', 'instead', 'again']);
/** No news: what is so today may be different tomorrow, as it was before. */
const passing = 'today';
const denials = new Set(['not', 'no', 'never']);
const articles = new Set(['a', 'an', 'the', 'her', 'his', 'their', 'its']);

/** Verbs that say how things are; the subject ends before the first of them. */
const verbs = new Set(
  `is are am past was live work drive prefer like love hate dislike want need weigh cost take run use land open close start
  smoke drink eat own have has play speak study learn stay lives moved move quit stopped stop gave sold lost switched changed broke
  accept trust know can could will would do doe did started drives works wears wear sleep sleeps plan plans call happen
  belong hold keep teach sing swim ride attend date support hire employ arrive leave depart finish end begin was discharged had has
  trusts sells sell bought buy went go got get married divorced became become retired retire joined join left cancelled canceled
  visited watched ate paid played saw called took wrote read met found earn charge owe measure last contain hurt wake expire`
    .split(/\s+/)
    .filter((verb) => verb !== ''),
);

/**
 * Returns the clauses of a text whose subjects are named, and an empty one for each part that could not be read or that begins
 * with "if" or the like. Questions are left out.
 */
export function clausesOf(text: string, speaker: string | null): Clause[] {
  const clauses: Clause[] = [];
  for (const sentence of text.split(/(?<=(?<!\b(?:Dr|Mr|Mrs|Ms|St|Prof|No|Jr|Sr))[.!?;])\s+/)) {
    if (sentence === '' || /\?\s*$/.test(sentence)) continue;
    if (/^\s*(if|when|unless|maybe|perhaps)\b/i.test(sentence)) clauses.push(unread);
    else clauses.push(...clausesOfSentence(sentence, speaker));
  }
  return clauses;
}

function clausesOfSentence(sentence: string, speaker: string | null): Clause[] {
  const clauses: Clause[] = [];
  let last: Clause | null = null;
  for (const part of sentence.replace(opening, '').split(/,? (?:and|but) |; |, (?=it(?:['’]s| is) )/)) {
    const clause = clauseOf(part, speaker, last);
    last = clause ?? last;
    clauses.push(clause ?? unread);
    if (clause && saysMore(part)) clauses.push(unread);
  }
  return clauses;
}

/** Whether a part says more than one thing: "Anna lives in Berlin, works at Siemens". */
const saysMore = (part: string): boolean =>
  part
    .split(/, /)
    .slice(1)
    .some((rest) => formsOf(rest).some((form) => verbs.has(form)));

/** How a correction begins: "Sorry, I misspoke: ", "No, wait, ", "Actually, ". A "no" by itself answers a question. */
const opening =
  /^\s*(?:(?:oh|oops|sorry|actually|correction|update|edit|wait|(?:no|oh|sorry),? wait|(?:(?:oh|oops|sorry|no), )?(?:i (?:misspoke|mistyped|was wrong|made a (?:typo|mistake))|my mistake))[,:;.!]\s+)+/i;

function clauseOf(text: string, speaker: string | null, last: Clause | null): Clause | null {
  const forms = changedTo(withoutPhrases(formsOf(text)));
  const at = forms.findIndex((form) => verbs.has(form));
  if (at < 0) return null;
  const named = subjectOf(forms.slice(0, at), speaker);
  // "My number is not 1234, it is 4321."
  const subject = named === '' || (named === 'it' && last?.denies) ? (last?.subject ?? null) : named;
  if (subject === null || unnamed.test(subject)) return null;
  const { said, sinceWhen } = sinceOf(
    withoutPerfect(forms.slice(at).with(0, forms[at] === 'am' ? 'is' : (forms[at] ?? ''))),
  );
  const isNews = sinceWhen || forms.some((form) => news.has(form));
  const says = said.filter(
    (form) => !news.has(form) && form !== passing && !denials.has(form) && !articles.has(form) && !isAuxiliary(form),
  );
  // "He no longer works there" negates before its verb; "No, he works there" answers a question.
  const denies = /\b(?:no longer|never)$/.test(forms.slice(0, at).join(' ')) || said.some((form) => denials.has(form));
  return {
    ...heldBy(subject, says, speaker),
    isNews: isNews || /\bnew\b/i.test(text.replace(newInNames, '')),
    denies,
    names: namesOf(text),
  };
}

/** Subjects that the text alone does not identify: "her mother" is another person after each name. */
const unnamed = /^(?:(?:he|she|it|they|who|which|there)$|(?:his|her|their|its|this|that|these|those)\b)/;

/** "New" within a name is no news: New York. */
const newInNames = /\bNew(?= \p{Lu})|\bnew(?= (?:york|zealand|orleans|jersey|delhi|mexico|hampshire)\b)/gu;

const namesOf = (text: string): ReadonlySet<string> =>
  new Set((text.match(/(?<!\p{L})\p{Lu}\p{L}*/gu) ?? []).flatMap(formsOf));

/** Replaces phrases by one word, such as "any more", "any longer" and "gave up". */
const withoutPhrases = (forms: readonly string[]): string[] =>
  forms
    .join(' ')
    .replace(/\bany (more|longer)\b/g, 'anymore')
    .replace(/\bgave up\b/g, 'quit')
    .replace(/\bas well\b/g, 'also')
    .replace(/\b(?:postponed|rescheduled|delayed|pushed back|brought forward)\b/g, 'moved')
    .split(' ');

/** "Has since moved", "has been moved" and "moved" mean the same. */
const withoutPerfect = (said: readonly string[]): readonly string[] =>
  said
    .join(' ')
    .replace(
      /^(?:have|has) (?:(?:since|just|recently|finally|already|now) )*(?:(?:been )?(?=moved\b)|(?=(?:quit|stopped|sold|lost|left|married|divorced)\b))/,
      '',
    )
    .split(' ');

/** People of whom one has one at a time. */
const roles = new Set('boss manager doctor dentist husband wife'.split(' '));

/** Reads "Lena is my manager" as "my manager is Lena". */
function heldBy(subject: string, says: readonly string[], speaker: string | null): Pick<Clause, 'subject' | 'says'> {
  const [is, my = '', role = '', more] = says;
  const isHeld = is === 'is' && (my === 'my' || my === 'our') && roles.has(role) && more === undefined;
  return isHeld ? { subject: subjectOf([my, role], speaker), says: ['is', ...subject.split(' ')] } : { subject, says };
}

/** Reads "I changed the password to 1234" as "the password is now 1234". */
function changedTo(forms: readonly string[]): readonly string[] {
  const said =
    /^(?:i|we|i have|we have) (?:just )?(?:changed|updated|upgraded) (?<what>(?:the|my|our) .+?) to (?<value>.+)$/;
  const { what, value } = said.exec(forms.join(' '))?.groups ?? {};
  return what && value ? `${what} is now ${value}`.split(' ') : forms;
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

const isAuxiliary = (form: string): boolean => form === 'do' || form === 'doe';

function subjectOf(forms: readonly string[], speaker: string | null): string {
  const me = speaker === null ? 'i' : speaker.toLowerCase();
  const told = forms.filter(
    (form) =>
      !['the', 'a', 'an', 'new', 'also', 'still', 'just', 'recently', 'finally', 'no', 'not', 'never'].includes(form) &&
      !news.has(form) &&
      form !== passing,
  );
  return told.map((form) => (form === 'i' || form === 'my' || form === 'me' ? me : form)).join(' ');
}
