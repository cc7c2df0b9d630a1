import type { Memory } from '../memory/memory.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { CountTokens } from '../platform/tokens/token-counter.ts';
import type { ContextSection, ContextStrategy } from './context.ts';
import type { Evidence } from './evidence.ts';
import type { Excerpts } from './excerpt.ts';
import { enough, type Fitted, LineFitter, mostPerToken, usualPerToken } from './fit-line.ts';

/** The result of a strategy, the best first. */
export interface Finding {
  readonly strategy: ContextStrategy;
  readonly evidence: readonly Evidence[];
  readonly tookMs: number;
  readonly timedOut: boolean;
}

/** How a section appears among others. */
interface Place {
  /** Presents the content as something that was said, not as instructions. */
  readonly heading: string;
  /** Maximum share of the budget that it gets before all others had theirs. */
  readonly share: number;
  /** Maximum number of lines that are shown before all others had their room; omitted: all. */
  readonly first?: number;
  /** Number of lines that are shown even if they take more than its share; omitted: none. */
  readonly atLeast?: number;
}

/** Hits of a search that are shown before all others had their room. The following ones only fill what nobody else wants. */
export const firstHits = 40;

/**
 * The sections in the order in which they are filled and appear in the text: after what concerns every answer, what answers the message
 * comes before what accompanies it. What the shares leave is handed out in this order. If those of all sections with results add up to
 * more than 1, they are scaled down: long lists of hits leave room for the story and the last messages.
 */
const places: Readonly<Record<ContextStrategy, Place>> = {
  INSTRUCTIONS: { heading: 'How answers are wanted:', share: 0.1, atLeast: 1 },
  SEARCH: { heading: 'Memories about the message:', share: 0.5, first: firstHits },
  DEEP_SEARCH: { heading: 'Memories about its parts:', share: 0.3 },
  GRAPH: { heading: 'Memories of what it names:', share: 0.15 },
  NARRATIVE: { heading: 'What is known in general:', share: 0.25 },
  RECENT_MESSAGES: { heading: 'The end of the conversation:', share: 0.2 },
  BOOTSTRAP: { heading: 'Other memories that are present:', share: 1 },
};
const order = Object.keys(places);

/** Maximum share of the budget for a single line while other lines need room. */
const longestShare = 1 / 3;

/** That many lines of each finding are likely to be shown, if they are that long. */
const likely = Math.ceil(1 / longestShare);

/** The contents of the memories that will probably be cut. */
export const longMemories = (findings: readonly Finding[], budget: number): string[] =>
  findings
    .flatMap(({ evidence }) => evidence.slice(0, likely))
    .flatMap(({ memory }) => memory?.content ?? [])
    .filter(({ length }) => length > budget * longestShare * usualPerToken);

/** A line with its fitted text. It shows its message or memory in full only if `fit` is whole. */
interface Shown extends Evidence {
  readonly fit: Fitted;
}

/** A line that may be shown. Its position in the section is its index in the list. */
interface Candidate extends Evidence {
  /** The least that it takes, as far as that is known without `fit`, which takes time for long memories. */
  readonly least: number;
  readonly fit: () => Fitted;
}

interface Section extends Finding {
  readonly candidates: readonly Candidate[];
  readonly headingTokens: number;
}

/** The chosen lines of a section, by their positions. */
interface Filling extends Section {
  readonly chosen: Map<number, Fitted>;
}

interface Joined {
  readonly sections: readonly ContextSection[];
  readonly text: string;
  readonly tokenCount: number;
}

/** Joins the findings within the token budget: the best evidence first, no memory twice. */
export function joinSections(
  findings: readonly Finding[],
  budget: number,
  count: CountTokens,
  excerpts: Excerpts | null = null,
): Joined {
  const sorted = findings.toSorted((one, other) => order.indexOf(one.strategy) - order.indexOf(other.strategy));
  const longest = Math.floor(budget * longestShare);
  const fittedOnce = new Map<string, Fitted>();
  const fitter = new LineFitter(count, excerpts);
  const candidateOf = (one: Evidence): Candidate => ({
    ...one,
    least: one.text.length > longest * mostPerToken ? longest * enough : 0,
    fit: () => getOrInsert(fittedOnce, one.text, () => fitter.fit(one, longest)),
  });
  const found = sorted.map((finding) => ({
    ...finding,
    headingTokens: count(`\n\n${places[finding.strategy].heading}\n`),
    candidates: finding.evidence.map(candidateOf),
  }));
  const fillings = fill(found, budget, fitter);
  for (;;) {
    const sections = fillings.map((filling) => sectionOf(filling, count));
    const text = textOf(sections);
    const tokenCount = count(text);
    // The sum of the lines is at least the cost of the whole text; this is a safeguard for texts for which it is not.
    if (tokenCount <= budget || !dropLast(fillings)) return { sections, text, tokenCount };
  }
}

/**
 * Fills the shares, then what is left of the budget. A memory whose message is now shown in full leaves its room to others and does not
 * return; no message leaves. So it comes to an end, without a memory beside its message.
 */
function fill(found: readonly Section[], budget: number, fitter: LineFitter): Filling[] {
  const fillings = found.map((section) => ({ ...section, chosen: new Map<number, Fitted>() }));
  const told = new Set<string>();
  const whole = Math.max(1, sharesOf(found));
  const left = () => fillings.reduce((room, filling) => room - costOf(filling), budget);
  const leftOfShare = (filling: Filling) =>
    Math.floor((budget * places[filling.strategy].share) / whole) - costOf(filling);
  do {
    for (const filling of fillings) {
      take(filling, told, left(), places[filling.strategy].atLeast ?? 0);
      take(filling, told, Math.min(left(), leftOfShare(filling)));
    }
  } while (omitSaid(fillings, told));
  do {
    for (const filling of fillings) take(filling, told, left());
    for (const filling of fillings) lengthen(filling, left(), fitter);
    for (const filling of fillings) take(filling, told, left(), filling.candidates.length);
  } while (omitSaid(fillings, told));
  return fillings;
}

/** Gives unused room to truncated lines, the best first. */
function lengthen({ candidates, chosen }: Filling, room: number, fitter: LineFitter): void {
  let spent = 0;
  for (const [index, candidate] of candidates.entries()) {
    const fit = chosen.get(index);
    if (!fit || fit.isWhole || spent >= room) continue;
    const longer = fitter.fit(candidate, fit.tokens + room - spent, fit);
    chosen.set(index, longer);
    spent += longer.tokens - fit.tokens;
  }
}

/** What the chosen lines and their heading cost. */
const costOf = ({ headingTokens, chosen }: Filling): number =>
  chosen.size === 0 ? 0 : chosen.values().reduce((sum, { tokens }) => sum + tokens, headingTokens);

/** Sum of the shares of all sections with results except BOOTSTRAP, which gets what remains anyway. */
const sharesOf = (found: readonly Section[]): number =>
  found
    .filter(({ strategy, candidates }) => strategy !== 'BOOTSTRAP' && candidates.length > 0)
    .reduce((sum, { strategy }) => sum + places[strategy].share, 0);

/**
 * Takes candidates in order while they fit. The first one also pays for the heading. RECENT_MESSAGES stops
 * at the first that does not fit: older messages without it would not be the end of the conversation. `told`: contents of memories
 * that are already in a section; what had no room in one section may get it in another.
 */
function take(
  { strategy, headingTokens, candidates, chosen }: Filling,
  told: Set<string>,
  room: number,
  most = places[strategy].first ?? candidates.length,
): void {
  let spent = 0;
  for (const [index, { least, fit: fitted, memory }] of candidates.slice(0, most).entries()) {
    if (chosen.has(index) || (memory && told.has(whatItSays(memory)))) continue;
    const heading = chosen.size === 0 ? headingTokens : 0;
    const left = room - spent - heading;
    const fit = least > left ? null : fitted();
    if (fit === null || fit.tokens > left) {
      if (strategy === 'RECENT_MESSAGES') break;
      continue;
    }
    chosen.set(index, fit);
    if (memory) told.add(whatItSays(memory));
    spent += heading + fit.tokens;
  }
}

/** Equal for memories with the same content and speaker. */
const whatItSays = ({ contentHash, speaker }: Memory): string => `${contentHash} ${speaker ?? ''}`;

/** Removes the memories of messages that are shown in full, which `told` keeps from returning. Returns whether there were any. */
function omitSaid(fillings: readonly Filling[], told: Set<string>): boolean {
  const said = saidInMessages(fillings);
  for (const one of said) told.add(one);
  let omitted = false;
  for (const { candidates, chosen } of fillings) {
    for (const [index, { memory }] of candidates.entries())
      if (memory && said.has(whatItSays(memory))) omitted = chosen.delete(index) || omitted;
  }
  return omitted;
}

/** What the memories say whose messages are shown in full. */
function saidInMessages(fillings: readonly Filling[]): ReadonlySet<string> {
  const shown = new Set(fillings.flatMap(linesOf).flatMap(({ messageId, fit }) => (fit.isWhole && messageId) || []));
  const memories = fillings.flatMap(({ candidates }) => candidates.flatMap(({ memory }) => memory ?? []));
  return new Set(memories.filter(({ messageId }) => messageId !== null && shown.has(messageId)).map(whatItSays));
}

const linesOf = ({ candidates, chosen }: Filling): Shown[] =>
  candidates.flatMap((candidate, index) => {
    const fit = chosen.get(index);
    return fit ? { ...candidate, fit } : [];
  });

function sectionOf(filling: Filling, count: CountTokens): ContextSection {
  const { strategy, tookMs, timedOut } = filling;
  const best = linesOf(filling);
  const lines = strategy === 'RECENT_MESSAGES' ? best.toReversed() : best;
  const text = textOfLines(lines);
  return {
    strategy,
    text,
    told: textOfLines(lines.filter(({ memory }) => memory === null)),
    memories: lines.flatMap(({ memory }) => memory ?? []),
    toldIds: [...new Set(lines.flatMap(({ tellsOf = [] }) => tellsOf))],
    tokenCount: count(text),
    tookMs,
    timedOut,
  };
}

const textOfLines = (lines: readonly Shown[]): string => lines.map(({ fit }) => fit.text).join('\n');

const textOf = (sections: readonly ContextSection[]): string =>
  sections
    .filter(({ text }) => text !== '')
    .map(({ strategy, text }) => `${places[strategy].heading}\n${text}`)
    .join('\n\n');

/** Removes the last line of the last section. Returns false if there is none. */
function dropLast(fillings: readonly Filling[]): boolean {
  const filling = fillings.findLast(({ chosen }) => chosen.size > 0);
  return filling?.chosen.delete(Math.max(...filling.chosen.keys())) ?? false;
}
