/**
 * English words whose forms have no stem in common: each entry is a base form and its other forms. Omits forms that are common words
 * of their own.
 */
const verbs = `
  become became|begin began begun|bite bit bitten|blow blew blown|break broke broken|bring brought|build built|burn burnt|buy bought
  catch caught|choose chose chosen|come came|deal dealt|dig dug|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten
  fall fell fallen|feed fed|feel felt|fight fought|find found|fly flew flown|forget forgot forgotten|freeze froze frozen|get got gotten
  give gave given|go went gone|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known|lead led|learn learnt
  leave left|lend lent|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|see saw seen
  sell sold|send sent|shake shook shaken|shoot shot|shrink shrank|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken
  spend spent|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn|sweep swept|swim swam swum|take took taken
  teach taught|tear tore torn|think thought|throw threw thrown|understand understood|wake woke woken|wear wore worn|win won|write wrote written`;
const nouns = 'child children|person people|wife wives|knife knives|foot feet|tooth teeth|mouse mice';

const basesOf = (forms: string): (readonly [other: string, base: string])[] =>
  forms.split(/[|\n]/).flatMap((line) => {
    const [base = '', ...others] = line.trim().split(' ');
    return others.map((other) => [other, base] as const);
  });
const baseOfVerb = new Map(basesOf(verbs));
const baseOf = new Map([...baseOfVerb, ...basesOf(nouns)]);

/** Returns the base form of an irregular word, such as "pay" for "paid"; any other word as it is. */
export const regularFormOf = (word: string): string => baseOf.get(word) ?? word;

/** Whether a word in lower case is a verb in the past: "wrote", "recommended". */
export const isPastVerb = (word: string): boolean => baseOfVerb.has(word) || /\p{L}{3}(?<!e)ed$/u.test(word);
