import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutTask } from './task-frames.ts';

const begins = `(?<=^|[.!?;:,] |and )(?:${oneWordOf('please now also so')} )*(?:(?:can|could|would|will) you (?:please |kindly )?|help me (?:to )?|let us |let['’]s )?`;
const make =
  oneWordOf(`write draft explain teach suggest recommend create build design generate translate make plan prepare compose propose implement code pick
  choose find book organise organize schedule set reply answer advise optimise optimize refactor review fix`);
const should = oneWordOf('should could would can');

/** Each line is an alternative. */
const ways = new RegExp(
  ofWords(
    oneOf(`
    ${begins}(?:${make}|(?:show|give|tell|help|teach) me)|(?:can|could|would) you (?:please |kindly )?${oneWordOf('show give help tell guide walk suggest recommend')}
    how (?:do|does|${should}) \\w+|should (?:i|we)|(?:what|which|when|where)(?: \\w+){0,6}? ${should} (?:i|we|you|be)
    (?:what|which)(?: \\w+){0,5}? (?:would|do) you ${oneWordOf('suggest recommend propose advise use choose pick')}
    i(?:['’]m| am) (?:\\w+ )?${oneOf('setting up|planning|going to|trying|looking for|thinking of|considering|about to|wondering')}`),
  ),
  'i',
);

/** Stems of words with which people say what they want at all times: "I prefer …", "never before seven", "whenever I ask about …, always …". */
export const wishStems = [
  'alway',
  'never',
  'whenev',
  'prefer',
  'rather',
  'avoid',
  'insist',
  'refus',
  'hate',
  'dislik',
  'favor',
  'favour',
];

/** Whether an English question asks for something to be made or advised, to which such wishes apply: "Plan my training", "How should I …?" */
export const asksForService = (question: string): boolean => ways.test(withoutTask(question));
