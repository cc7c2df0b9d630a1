import { ofWords, oneOf, oneWordOf } from '../platform/word-lists.ts';
import { tellingLengthOf } from './sentences.ts';

const say = oneWordOf('say tell recommend suggest advise mention propose think');
const said = oneWordOf('said told recommended suggested advised mentioned proposed thought');
const saying = oneWordOf('saying telling recommending suggesting advising mentioning proposing');
const told = oneWordOf('advice suggestion suggestions recommendation recommendations tip tips');
const me = '(?: (?:to )?(?:me|us))?';

/** That the assistant said something, in English: "did you tell me", "you suggested", "your advice". */
const frames = new RegExp(
  ofWords(
    oneOf(`
    (?:did|didn't) you (?:\\w+ )?${say}${me}
    (?:have|had|haven't) you (?:\\w+ )?${said}${me}
    (?:were|was|are) you ${saying}${me}
    you(?:'ve|'d| have| had)? (?:\\w+ )?${said}${me}
    your (?:own )?${told}|${told} you(?:'ve|'d| have| had)? (?:gave|given)${me}`),
  ),
  'giu',
);

/** Returns a question for what the assistant said without that it did: "What did you say about fever?" is about fever. As it is where nothing else is left. */
export function withoutSaying(question: string): string {
  const left = question.replaceAll(frames, ' ').replaceAll(/\s+/gu, ' ').trim();
  return tellingLengthOf(left) === 0 ? question : left;
}
