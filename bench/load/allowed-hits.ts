import { messageShape } from '../../src/context/message-shape.ts';
import { groundIn, type PlanningGround, strategiesByRules } from '../../src/context/plan.ts';
import { questionParts, searchedText } from '../../src/context/question-parts.ts';
import type { Sample } from './samples.ts';

/** How often something was needed, and how often it had been needed before: the most hits that a cache of any size could have. */
interface Allowed {
  readonly needed: number;
  readonly again: number;
}

export interface AllowedHits {
  /** Query texts for which search needs a vector. */
  readonly embeddings: Allowed;
  /** Plans, by account and message shape. */
  readonly plans: Allowed;
  /** Searches of one account without a save in between. */
  readonly rankings: Allowed;
  /** Searches and lists of one account without a write in between. */
  readonly answers: Allowed;
  /** Questions to an agent of one account without a save in between. */
  readonly prompts: Allowed;
}

/** Derived from the requests alone, independent of the server and its caches. What was asked before the load is known, and not counted. */
export function allowedHits(samples: readonly Sample[]): AllowedHits {
  const [embeddings, plans] = [new Needs(), new Needs()];
  const [rankings, answers, prompts] = [new Needs(), new Needs(), new Needs()];
  const states = new Map<number, { saves: number; writes: number }>();
  for (const { at, kind, user, text, source } of samples.toSorted((one, other) => one.at - other.at)) {
    const counts = at >= 0;
    const state = states.get(user) ?? { saves: 0, writes: 0 };
    states.set(user, state);
    if (kind === 'add' || kind === 'save') state.saves += 1;
    if (isWrite[kind]) state.writes += 1;
    if (text === null) continue;
    if (kind === 'search') embeddings.note(text, counts);
    if (kind === 'search') rankings.note(`${user} ${state.saves} ${text}`, counts);
    if (kind === 'search' || kind === 'list') answers.note(`${user} ${state.writes} ${kind} ${text}`, counts);
    if (kind === 'answer') prompts.note(`${user} ${state.saves} ${text}`, counts);
    if (kind !== 'context' && (kind !== 'answer' || source === 'kept answer')) continue;
    const ground = groundOf(text, kind === 'answer' ? 'none' : 'unknown');
    for (const one of textsOf(text, ground)) embeddings.note(one, counts);
    if (ground.queryClass !== 'SIMPLE') plans.note(JSON.stringify([user, ground, messageShape(text)]), counts);
  }
  return {
    embeddings: embeddings.allowed,
    plans: plans.allowed,
    rankings: rankings.allowed,
    answers: answers.allowed,
    prompts: prompts.allowed,
  };
}

const isWrite: Readonly<Partial<Record<Sample['kind'], true>>> = {
  add: true,
  save: true,
  ask: true,
  conversation: true,
};

/** In this load every question is the first of its conversation, and contexts name no conversation. */
const groundOf = (message: string, history: 'none' | 'unknown'): PlanningGround =>
  groundIn({ message, conversationId: null }, history);

function textsOf(message: string, ground: PlanningGround): string[] {
  const strategies = strategiesByRules(ground);
  const { asked, clauses } = questionParts(message);
  return [
    ...(strategies.includes('SEARCH') ? [searchedText(message)] : []),
    ...(strategies.includes('DEEP_SEARCH') ? [...asked, ...clauses] : []),
  ];
}

class Needs {
  readonly allowed = { needed: 0, again: 0 };
  readonly #known = new Set<string>();

  note(key: string, counts: boolean): void {
    if (counts) {
      this.allowed.needed += 1;
      if (this.#known.has(key)) this.allowed.again += 1;
    }
    this.#known.add(key);
  }
}
