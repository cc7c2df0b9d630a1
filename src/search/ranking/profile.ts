import type { Participant } from './turn.ts';

/** Kinds of conversation that have weights of their own. */
export const profiles = ['people23', 'assist19', 'joint32'] as const;
export type Profile = (typeof profiles)[number];

/** Whether a user talks to an assistant somewhere in the scope. */
export function hasAssistant(participants: readonly Participant[]): boolean {
  const roles = new Set(participants.map(({ role }) => role));
  return roles.has('USER') && roles.has('ASSISTANT');
}

/**
 * The kind of conversation by who takes part: several people and no assistant, one user (named or not) with an assistant,
 * or what cannot be told or is mixed.
 */
export function profileOf(participants: readonly Participant[]): Profile {
  const human = participants.filter(({ role }) => role === 'USER' || role === null);
  const people = new Set(human.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
  const assisted = participants.some(({ role }) => role === 'ASSISTANT');
  if (assisted) return people.size <= 1 && hasAssistant(participants) ? 'assist19' : 'joint32';
  return people.size >= 2 ? 'people23' : 'joint32';
}
