import { ofWords, oneOf, oneWordOf } from '../../platform/word-lists.ts';
import { withoutMatches } from './without-matches.ts';

const please = '(?:(?:please|kindly|now|also) )*';
const polite = `${please}(?:(?:(?:can|could|would|will) you|i(?:['’]d| would) (?:like|love)(?: you)?(?: to)?|i (?:want|need)(?: you)?(?: to)?|help me(?: to)?) ${please})?`;
/** At the beginning of a sentence, as "a summary of the report" may be what a memory is about. */
const begins = `(?<=^|[.!?:;,] )${polite}`;

const give = oneWordOf('give provide write create prepare draft show make get have see put');
const plain = `(?:${oneWordOf(`comprehensive complete full short brief detailed concise clear quick chronological thorough general rough simple structured compact
  overall whole step-by-step high-level final little good`)},? (?:and )?){0,3}`;
const summary = oneWordOf('summary overview recap outline timeline chronology synopsis rundown');
const whole = oneWordOf('list account history report description');

const order = `(?:${oneWordOf('chronological exact right correct')} )?(?:order|sequence)`;
/** Not "the order of", which may be for a cake. */
const inWhich = '(?:in which|of how|of when)';
const people = '(?:i|we)';
const have = `(?:['’](?:ve|d)| have| had)?`;
const raised = oneOf(`
  (?:mentioned|raised|discussed|introduced|described|covered)|(?:talked|spoke|told you|asked you|asked|said) about|brought up|(?:went|gone) (?:over|through)|(?:dealt|worked) (?:with|on)
  (?:mention|raise|discuss|introduce|describe|cover)|(?:talk|speak|tell you|ask you|ask) about|bring up|go (?:over|through)|(?:deal|work) (?:with|on)`);
const facets = `(?: (?:the|my|our|all|different|various|several|these))*(?: ${oneWordOf(`aspects topics things parts steps points events subjects details issues
  concerns elements stages phases items matters`)} ${oneOf('of|about|in|on|with|for|around|regarding|concerning|(?:related|relating|connected) to')})?`;

const said = oneOf(
  '(?:mentioned|discussed)(?: (?:with you|to you|together))?|(?:talked|spoken) about|shared with you|(?:told|asked) you(?: about)?|brought up|gone over',
);
const which = `(?:${oneWordOf('previous past earlier last recent different various entire whole prior')} )?`;
const talks = oneWordOf(
  'conversations conversation chats chat sessions session discussions discussion requests messages exchanges talks',
);
/** Where it goes on so, it is not with the one who is asked: "my sessions with the therapist". */
const ours = `(?:our|my) ${which}${talks}(?! (?:with|to|from|for|at|of|by)\\b)`;

const span = `how (?:many|much) ${oneWordOf('days weeks months years hours minutes time')}`;
const lay = oneOf(
  'passed|elapsed|went by|(?:were|are|was|is) there|(?:did|do) (?:i|we) have|have (?:i|we) got|lay|lie',
);

/**
 * What is to be done with what is found, and where it was said, in English: "Can you list the order in which I brought up different aspects of …
 * throughout our conversations?", "Give me a short overview of how …", "How many days passed between … and …?" Each line is an alternative.
 */
const frames = new RegExp(
  ofWords(
    oneOf(`
    ${begins}${oneOf(`
      (?:summari[sz]e|sum up|recap|retrace|(?:walk|take|run) (?:me|us) through)(?: (?:for )?(?:me|us))?
      ${give} (?:me |us )?(?:with |together )?(?:an? |the )?${plain}(?:${summary}(?: (?:of|on|about|regarding|showing|covering))?|${whole} of)
      (?:what(?:['’]s| is) )?(?:an? |the )?${plain}${summary} of
      (?:list|name|tell|give|show|describe|reconstruct|recount|outline|retrace)(?: (?:me|us))?(?= (?:the ${order}|in (?:what|which) ${order}))`)}
    (?:(?:what (?:is|was) )?the ${order} ${inWhich}|in (?:what|which) ${order}(?: (?:did|have|had|were|was))?)(?: ${people}${have}(?: first)? ${raised}|(?: first)? ${raised})?${facets}
    in (?:chronological|the right|the correct|the exact|that|this) order|(?<=, )in order(?=[.?!]|$)|from (?:first|earliest|oldest|start) to (?:last|latest|newest|finish)
    mention(?:ing)? only(?: and only)? \\w+(?: (?:items|things|points|aspects|topics))?|(?:come|came) up(?=[.?!]|$)
    (?:has|have|had) (?:progressed|evolved|developed|unfolded|gone|come along)(?: over time| so far)?
    (?:throughout|across|during|over|in|from|within|based on) (?:all (?:of )?)?${ours}
    (?<!\\b(?:was|were) )(?:(?:everything|all|from what) )?(?:(?:that|which|what|as) )?${people}${have} ${said}(?: so far| before)?(?: about)?
    ${span}(?: ${lay}(?= (?:between|from when))|(?= between))|how long (?:did it take|was it|is it)(?: (?:me|us))?(?= (?:from|between|until))
    (?:in total|altogether|overall|combined)(?=[.?!]|$)|how many (?:different|distinct|unique|separate|various)`),
  ),
  'gi',
);

/** Returns a question without these, since it is asked of what then is left; as it is where nothing is. */
export const withoutTask = (question: string): string => withoutMatches(question, frames);
