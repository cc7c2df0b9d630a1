import { patternBit } from './patterns.ts';
import type { Participant, Turns } from './turn.ts';

/** Kinds of conversation that have weights of their own. */
export type Profile = 'people23' | 'assist19' | 'joint32';

/** Whether a user talks to an assistant somewhere in the scope. */
export function hasAssistant(participants: readonly Participant[]): boolean {
  const roles = new Set(participants.map(({ role }) => role));
  return roles.has('USER') && roles.has('ASSISTANT');
}

/**
 * The kind of conversation by who takes part and, of `turns`, what the question found of it: several people and no assistant, one user
 * (named or not) with an assistant that answers at length, or what cannot be told or is mixed.
 */
export function profileOf(participants: readonly Participant[], turns: SpokenTurns): Profile {
  const human = participants.filter(({ role }) => role === 'USER' || role === null);
  const people = new Set(human.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
  const assisted = participants.some(({ role }) => role === 'ASSISTANT');
  if (!assisted) return people.size >= 2 ? 'people23' : 'joint32';
  return people.size <= 1 && hasAssistant(participants) && answersAtLength(turns) ? 'assist19' : 'joint32';
}

export type SpokenTurns = Pick<Turns, 'length' | 'participant' | 'patterns'>;

/**
 * Whether more than half of what the assistant says is too long to speak for its neighbours. In what the weights for assistants were
 * trained on nearly all of it is; of neighbours that have values throughout they make less than BM25 finds (docs/adr/0052).
 */
function answersAtLength(turns: SpokenTurns): boolean {
  let long = 0;
  let short = 0;
  for (let place = 0; place < turns.length; place++) {
    if (turns.participant(place).role !== 'ASSISTANT') continue;
    if (((turns.patterns[place] ?? 0) & patternBit.SHORT) === 0) long += 1;
    else short += 1;
  }
  return long > short;
}
