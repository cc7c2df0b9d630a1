import type { Participant } from './turn.ts';

/** Kinds of conversation that have their own weights. */
export type Profile = 'people23' | 'joint32';

/** Whether a user talks to an assistant anywhere in the scope. */
export function hasAssistant(participants: readonly Participant[]): boolean {
  const roles = new Set(participants.map(({ role }) => role));
  return roles.has('USER') && roles.has('ASSISTANT');
}

/** Whether a memory is what people said or noted. Of one from no message, nobody knows that an assistant said it. */
export const isOfPeople = ({ role }: Participant): boolean => role === 'USER' || role === null;

/** Returns the kind of conversation: several people without an assistant, or anything else (docs/adr/0052). */
export function profileOf(participants: readonly Participant[]): Profile {
  const human = participants.filter(isOfPeople);
  const people = new Set(human.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
  const assisted = participants.some(({ role }) => role === 'ASSISTANT');
  return people.size >= 2 && !assisted ? 'people23' : 'joint32';
}
