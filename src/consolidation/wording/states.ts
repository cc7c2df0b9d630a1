import { wordMap, wordSet } from '../../platform/word-lists.ts';
import type { Clause } from './clause.ts';
import { isLongAgo } from './homes.ts';
import { isBeginning, isCircumstance, isPart, partner } from './parts.ts';

/** Roles that somebody has somewhere: "a teacher at", "the head of". */
const role = String.raw`(?:[\w-]+ ){0,3}(?:[a-z]+(?:er|or|ist|ian|ant|ee|yst)|member|head|captain|president|chair|lead|intern|nurse|chef|cook|coach|clerk|ceo|cto|cfo|vp|part)`;
/** Whether words name a role: "head nurse". */
export const isRole = (forms: readonly string[]): boolean => isRoleText.test(forms.join(' '));
const isRoleText = new RegExp(`^${role}$`);

const absence = 'vacation|holiday|leave|trip|sabbatical|break|honeymoon|tour|cruise';
const illness = 'sick|ill|unwell|injured|hospital|bed|quarantine';
const recovered = '(?:feeling )?(?:healthy|well|fine|better|ok|okay|healed|recovered|cured|good)';
const settled =
  '(?:merged|closed|resolved|shipped|released|approved|rejected|delivered|finished|done|refunded|paid|signed)';

/**
 * States, each with what ends it. All begin with their verbs. WHAT is the same in both: "works at Siemens", "quit Siemens". GROUP is
 * that, too, if people belong to it: who left the office still works there. FIRST is what the state begins with. ANY is anything or
 * nothing, WHEN a time or a reason or nothing.
 */
const endings: readonly (readonly [state: string, ...by: string[]])[] = [
  // Jobs, schools and groups
  [
    'work|volunteer|intern|teach|study|train|serve (?:\\w+ ){0,2}?(?:at|for|in|on|with|as) WHAT',
    'quit WHAT',
    'left GROUP',
  ],
  ['lead|manage|run|coach|attend|support|play|sing|go|train (?:(?:to|in|for|at|with|on) )?WHAT', 'quit WHAT'],
  ['lead|manage|run|coach|attend|support|play|sing (?:(?:to|in|for|at|with|on) )?WHAT', 'left GROUP'],
  ['is .+ (?:at|for|in|on|with) WHAT', 'quit WHAT', 'left GROUP'],
  [`is ${role} of WHAT`, 'quit WHAT', 'left GROUP'],
  ['is (?:in|at|on|with) WHAT', 'left WHAT'],
  ['work|intern (?:at|for|as|in) .+', 'left|quit|lost jobWHEN'],
  [`is ${role} (?:at|for) .+`, 'left|quit|lost jobWHEN'],
  ['work (?:at|for|as|in) .+', 'retiredWHEN'],
  ['lead|manage|run|coach WHAT', 'quit being .+ of WHAT'],
  ['is WHAT', 'quit|stopped being WHAT'],
  ['is (?:.+ )?studentANY', 'graduatedANY', 'left|quit (?:.+ )?(?:school|university|college|uni)WHEN'],
  ['study .+', 'graduatedWHEN'],
  [
    'is (?:unemployed|out of work)ANY',
    'started|start|got|found (?:new )?job(?= (?:at|in|as|with|on|last|this)\\b|$)ANY',
    'work (?:at|for|as) (?!volunteer|free|charity|night|home).+',
  ],
  // Habits and studies
  [
    'drink|eat|smoke|use|play|take|practice|practise|study|learn|is (?:learning |studying |playing |taking |doing )?WHAT',
    'quit WHAT',
  ],
  [
    'is (?:reading|watching|writing|taking|playing|doing|building|studying|renovating) WHAT',
    'finished (?:\\w+ing )?WHAT',
  ],
  ['is (?:on|taking) WHAT', 'finished (?:course of )?WHAT'],
  ['is (?:vegan|vegetarian)ANY', 'started eating (?:meat|fish|chicken|beef|pork|bacon|steak|seafood)ANY'],
  ['is (?:vegan|vegetarian)ANY', 'eat (?:meat|chicken|beef|pork|bacon|steak)WHEN'],
  ['is veganANY', 'started eating (?:egg|cheese|dairy|butter)ANY'],
  ['drink|eat|use|play|take|study|read|write|practice FIRST', 'switched|moved|migrated|changed from FIRST to .+'],
  ['like|love|prefer|want|plan WHAT', 'changed mind (?:about|on) WHAT'],
  // Searches
  [
    'is (?:looking|searching|hunting) for WHAT',
    'found|bought|got|rented|signed WHAT(?: (?:in|at|with|near|as|on) .+)?',
  ],
  // Contracts and plans
  ['have|has|own|drive WHAT(?: named .+)?', 'sold|lost WHAT'],
  ['have|has WHAT', 'cancelled WHAT'],
  ['have|has WHAT (?:subscription|membership|account)', 'cancelled WHAT'],
  ['live|rent|stay (?:(?:in|at|with|on) )?WHAT', 'moved out of WHAT'],
  ['live|stay with WHAT', 'moved out of WHAT (?:house|place|flat|apartment|home)ANY'],
  ['live with .+', 'moved outWHEN'],
  [
    'have|has|pay|use|is (?:.+ )?(?:subscription|subscribed|membership)(?: (?:to|for|at))? WHAT',
    'cancelled WHAT (?:subscription|membership|plan)WHEN',
  ],
  ['is (?:member (?:of|at) |subscribed to )WHAT', 'cancelled WHAT (?:subscription|membership|plan)WHEN'],
  ['is on .*(?:plan|tier|subscription)', 'cancelled (?:\\w+ )?(?:plan|subscription)WHEN'],
  ['go to WHAT', 'cancelled WHAT (?:membership|subscription)WHEN'],
  [
    'is (?:going|flying|travelling|traveling|driving|moving) to WHAT',
    'cancelled (?:\\w+ )?(?:trip|flight|journey|visit|holiday|vacation|move) to WHAT',
  ],
  [
    'is|take|start|begin|happen (?:planned |scheduled |booked |place )?(?:for|on|in|at|from|this|next|tomorrow)ANY',
    'cancelledWHEN',
  ],
  ['is engagedANY', 'cancelled (?:engagement|wedding)ANY'],
  // Couples
  ['is singleANY', 'got engagedANY'],
  ['is (?:single|engaged|divorced|widowed)ANY', 'marriedANY', 'got marriedANY'],
  ['is single', `has|have|got (?:new )?${partner}ANY`, 'is (?:dating|seeing) .+|is in relationshipANY'],
  ['is marriedANY', 'divorcedANY', 'got divorcedANY'],
  ['is dating WHAT', 'broke up with WHAT'],
  [`is (?:in relationship|together|engaged) (?:with|to) WHAT`, 'broke up with WHAT'],
  [`has|have ${partner} named WHAT`, 'broke up with WHAT'],
  [`has|have ${partner}`, `broke up(?: with (?:${partner}|\\w+(?<!band|team|group|business)))?WHEN`],
  ['is dating .+', 'broke upWHEN'],
  // Health
  ['is pregnantANY', 'past baby|past given birthANY', 'gave birthANY'],
  ['is in hospitalANY', 'past|is (?:discharged|released)ANY'],
  [`is (?:(?:in|feeling) )?(?:${illness})ANY`, `is|feel|felt ${recovered}WHEN`, 'recoveredANY'],
  ['have|has (?:flu|cold|fever|covid|cough|headache|migraine)ANY', `is|feel|felt ${recovered}WHEN`],
  ['have|has WHAT', 'recovered from WHAT'],
  ['is \\d+ year old', 'diedANY'],
  ['live|work|sleep|study|eat|play .+', 'diedANY'],
  // Places for a while
  ['is (?:in|at|on) WHAT', 'is back from WHAT'],
  [`is (?:away|(?:on|in) (?:\\w+ )?(?:${absence}|hospital))ANY`, 'is back(?: at work| home| in office)?WHEN'],
  // Things
  [
    'is (?:pending|waiting|open|unresolved|unpaid|planned|in review|in progress|under review|on hold)ANY',
    `is|past|got|have|has (?:been )?${settled}ANY`,
  ],
  ['is brokenANY', 'work(?: fine| well| perfectly)?', 'past|is|have|has (?:been )?(?:repaired|fixed|mended)ANY'],
];

interface Side {
  readonly verbs: readonly string[];
  readonly pattern: RegExp;
}

function sideOf(told: string): Side {
  const [verbs = ''] = /^[^ (A-Z]+/.exec(told) ?? [];
  const rest = told
    .slice(verbs.length)
    .replace('WHAT', '(?<what>.+?)')
    .replace('GROUP', '(?<group>.+?)')
    .replace('FIRST', '(?<first>.+?)')
    .replace('WHEN', '(?: (?<when>.+))?')
    .replace('ANY', '(?: .+)?');
  return { verbs: verbs.split('|'), pattern: new RegExp(`^(?:${verbs})${rest}$`) };
}

const ends = endings.flatMap(([told, ...by]) => {
  const state = sideOf(told);
  return by.map((end) => ({ state, end: sideOf(end) }));
});

const byVerbs = Map.groupBy(
  ends.flatMap((one) =>
    one.state.verbs.flatMap((was) => one.end.verbs.map((did) => ({ ...one, verbs: `${was} ${did}` }))),
  ),
  ({ verbs }) => verbs,
);

/** Verbs of the states that a verb may end. */
export const endedBy = (verb: string): string[] =>
  ends.flatMap(({ state, end }) => (end.verbs.includes(verb) ? state.verbs : []));

/** Whether a later clause ended a state; what happened long ago ends none. */
export function over(was: Clause, is: Clause): boolean {
  const possible = byVerbs.get(`${was.says[0]} ${is.says[0]}`) ?? [];
  if (possible.length === 0 || is.says.some((form) => form !== 'for' && isLongAgo(form))) return false;
  const [before, now] = [was.says, is.says].map((says) => says.filter((form) => !mine.has(form)).join(' '));
  const names = was.names.intersection(is.names);
  return possible.some(({ state, end }) => {
    const [held, ended] = [state.pattern.exec(before ?? ''), end.pattern.exec(now ?? '')];
    return held !== null && ended !== null && agree(held.groups ?? {}, ended.groups ?? {}, names);
  });
}

const mine = new Set(['my', 'our']);

/** What people belong to, besides what has a name. */
const groups = wordSet(
  'team company firm band club board department startup agency group project committee choir orchestra army navy police union',
);

type Groups = Readonly<Record<string, string | undefined>>;

/** Whether what ended is what was, and what follows it says only when, or why. */
function agree(held: Groups, ended: Groups, names: ReadonlySet<string>): boolean {
  const [whole, part] = [held['what'], ended['what'] ?? ended['group']];
  if (ended['group']?.split(' ').some((form) => names.has(form) || groups.has(form)) === false) return false;
  if (whole !== undefined && part !== undefined && !isPart(part, whole, names)) return false;
  if (held['first'] !== undefined && ended['first'] !== undefined && !isBeginning(ended['first'], held['first'])) {
    return false;
  }
  return ended['when'] === undefined || isCircumstance(ended['when'].split(' '));
}

const states = wordSet('single married divorced engaged widowed');

/** States of things that exclude each other. */
const opposites = wordMap(
  `open:closed enabled:disabled locked:unlocked failing:passing online:offline active:inactive public:private
  available:unavailable full-time:part-time healthy:sick up:down paid:unpaid alive:dead on:off employed:unemployed`,
);

/** Whether two states exclude each other: "single" and "married", "open" and "closed". A divorced person is single, too. */
export function exclude([before = '', ...rest]: readonly string[], [now = '', ...restNow]: readonly string[]): boolean {
  if (opposites.get(before) === now || opposites.get(now) === before) return rest.join(' ') === restNow.join(' ');
  // "Engaged in politics" and "single-handedly" are no such states.
  const [next] = restNow;
  if (!states.has(before) || !states.has(now) || (next !== undefined && next !== 'to')) return false;
  return before !== now && !(now === 'single' && (before === 'divorced' || before === 'widowed'));
}
