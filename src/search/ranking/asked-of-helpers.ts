import { ofWords, oneOf } from '../../platform/word-lists.ts';

/** "How many", "how long" ask for a fact, which whoever knows it told. */
const amount = String.raw`(?! (?:many|much|often|long|old|far|tall|big|large|high|fast|soon)\b)`;
/** Beginnings of a sentence. */
const begins = '(?<=^|[.!?;:,] |and )';

/** Ways to ask for what those said or did who answer for a firm or as a team: "What did we promise Kessler?", "Why did it crash?". English only. */
const ways = new RegExp(
  ofWords(
    oneOf(`
    ${begins}(?:why|how${amount})
    (?:did|didn't|have|haven't|had) we|we(?:'ve|'d| have| had)? (?:(?:\\w+ly|already|also|just|ever) )?(?:\\w{2,}ed|told|said|gave|given|sent|wrote|did|done|made|found)`),
  ),
  'u',
);

/**
 * Whether a question asks for an explanation, or for what "we" said or did: those who help tell that, right behind what they were told.
 * `question`: see plainQuestion.
 */
export const asksHelpers = (question: string): boolean => ways.test(question);
