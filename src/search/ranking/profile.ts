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
 * Returns the kind of conversation, by its participants and by the turns that the question found: several people and no assistant
 * (`people23`), one user, named or not, with an assistant that answers at length (`assist19`), or anything mixed or unclear (`joint32`).
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
 * Whether more than half of the assistant's turns are too long to be neighbours. Nearly all were in the data that the weights for
 * assistants were trained on; where neighbours have values throughout, those weights rank worse than BM25 (docs/adr/0052).
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
