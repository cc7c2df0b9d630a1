import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';

/** Which of several times a question asks for: the first, the last, or what holds now. */
export type AskedOrder = 'first' | 'last' | 'now';

const notBefore = (words: string): string => String.raw`(?![\s-]+${oneWordOf(words)}(?![\w-]))`;
/** "Who came first?", "How long did it last?" */
const notAtEnd = String.raw`(?!\s*(?:$|[?.!,;:]))`;

/** What is first by its place, rank or name. */
const firstOfKind =
  notBefore(`aid base chapter choice class column cousin cousins degree edition floor gear glance grade half hand item
  lady language letter line name names of one option page paragraph part party person place point principle priority prize quarter question
  responder responders row sight step steps two three four five few`);
/** The same of what is last, spans of time, and what the verb stands before. */
const lastOfKind =
  notBefore(`few couple several two three four five six seven minute resort straw word words will of one name names
  chapter page paragraph line item column row step letter digit digits long longer for until till
  night week weeks weekend weekends month months year years days monday tuesday wednesday thursday friday saturday sunday
  spring summer autumn fall winter`);
/** "The current in the bulb" is a thing. */
const currentThing = notBefore('in of through at is was flow flows and or for');
const owner = String.raw`(?<=(?:\w's?|my|our|your|his|her|its|their|the|which|what)\s)`;

const pattern = (ways: string): RegExp => new RegExp(ofWords(oneOf(ways)), 'u');
const patterns: Readonly<Record<AskedOrder, RegExp>> = {
  first: pattern(`
    (?<!at )first${firstOfKind}(?! thing (?:in|on|tomorrow|today)\\b)${notAtEnd}
    earliest`),
  last: pattern(`
    (?<!at |how long (?:[^?.!;]{1,60} )?(?<!${owner}))last${lastOfKind}${notAtEnd}
    (?<!at the )latest|newest|most recent|most recently`),
  now: pattern(`
    (?<!(?:until|till|to|by|from|before|just) )now(?! (?:that|and (?:then|again)))
    nowadays|currently|these days|lately|at present|presently|at the moment|at this point
    ${owner}current${currentThing}${notAtEnd}`),
};
/** "Has she ever been there?" asks for what was at any time. */
const notOfAnyTime = String.raw`(?!\b[^?.!;]* (?:ever|never|always)\b)`;
const beginning = '(?<=^|[.!?;:,] )';
/** Ways to ask how something stands, which mean now without saying so: "Has the heel healed?", "What is the status of ticket 12?". Source: docs/adr/0077. */
const asksHowItStands = pattern(`
  status|(?:what|which) state (?:is|are)|yet|anymore|any longer|no longer
  ${beginning}(?:has|have)${notOfAnyTime}`);
/** "Is the pump broken?", but no requests: "Can you tell me …?", "Do you remember …?" Source: docs/adr/0078. */
const whether = pattern(`
  ${beginning}(?:is|are|has|have|does|(?:do|can)(?! you))${notOfAnyTime}`);
/** "Who services the boiler?", "Where's the drill?" Source: docs/adr/0082. */
const inPresent = pattern("(?:is|are|am|do|does|has|have|can)|(?:who|what|where|when|how)'s|(?:who|what) \\w+s");
/** What asks for the past, for any time or for reasons, which later news does not change. */
const notOfPresent = pattern('did|was|were|had|would|ago|used to|before|after|originally|initially|ever|why');
const orders = ['first', 'last', 'now'] as const;

/** "Now, which flat was it?" */
const opening = /^(?:(?:ok|okay|so|and|well)[\s,]+)?now[\s,]+/u;

/**
 * Which of several times an English question asks for: "When did I first swim?", "the latest result", "What do I weigh now?", "Has he called?".
 * Null if for none, or for more than one. `question`: see plainQuestion.
 */
export function askedOrder(question: string): AskedOrder | null {
  const asked = question.replace(opening, '');
  const [only, ...others] = orders.filter((order) => patterns[order].test(asked));
  if (only === undefined) return asksHowItStands.test(asked) ? 'now' : null;
  return others.length > 0 ? null : only;
}

/** Whether an English question asks if something holds: "Is the pump still broken?", "Does she work there?" `question`: see plainQuestion. */
export const asksWhether = (question: string): boolean => whether.test(question);

/** Whether an English question asks in the present tense, for what can change. `question`: see plainQuestion. */
export const asksInPresent = (question: string): boolean => inPresent.test(question) && !notOfPresent.test(question);
