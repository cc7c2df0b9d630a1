import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutMatches } from './without-matches.ts';

const say = oneWordOf('say tell recommend suggest advise mention propose think');
const said = oneWordOf('said told recommended suggested advised mentioned proposed thought');
const saying = oneWordOf('saying telling recommending suggesting advising mentioning proposing');
const told = oneWordOf('advice suggestion suggestions recommendation recommendations tip tips');
const adverb = String.raw`(?:(?:\w+ly|also|once|just|ever|then|first|last|already) )?`;
const have = `(?:['’](?:ve|d)| have| had)?`;
const me = '(?: (?:to )?(?:me|us))?';
/** A title in quotes is no frame: "You said yes". */
const unquoted = '(?<!["“«])';

/** That the assistant said something, in English: "did you tell me", "you suggested", "your advice". */
const frames = new RegExp(
  unquoted +
    ofWords(
      oneOf(`
      (?:did|didn['’]t) you ${adverb}${say}${me}
      (?:have|had|haven['’]t) you ${adverb}${said}${me}
      (?:were|was|are) you ${saying}${me}
      you${have} ${adverb}${said}${me}
      your (?:own )?${told}|${told} you${have} (?:gave|given)${me}`),
    ),
  'giu',
);

/**
 * Returns a question for what the assistant said without that it did: "What did you say about fever?" is about fever. As it is where nothing
 * else is left.
 */
export const withoutSaying = (question: string): string => withoutMatches(question, frames);
