import type { Participant } from './engine-port.ts';

/** Kinds of conversation that have their own weights. */
export type Profile = 'people23' | 'joint32';

/**
 * Whether a user talks to an assistant anywhere in the scope. Assistants of several names are a team, whose notes and answers are
 * asked for as much as what users say (docs/adr/0067).
 */
export function hasAssistant(participants: readonly Participant[]): boolean {
  const assistants = participants.filter(({ role }) => role === 'ASSISTANT');
  const names = new Set(assistants.flatMap(({ speaker }) => speaker ?? []));
  return assistants.length > 0 && names.size <= 1 && participants.some(({ role }) => role === 'USER');
}

/** Whether a memory is what people said or noted. Of one from no message, nobody knows that an assistant said it. */
const isOfPeople = ({ role }: Participant): boolean => role === 'USER' || role === null;

/** Whose words a question more likely asks for where a user talks to an assistant: mostly what people said. */
export type Side = 'people' | 'assistant';

export const isOfSide = (side: Side, participant: Participant): boolean =>
  side === 'people' ? isOfPeople(participant) : participant.role === 'ASSISTANT';

/** Returns the kind of conversation: several people without an assistant, or anything else (docs/adr/0052). */
export function profileOf(participants: readonly Participant[]): Profile {
  const human = participants.filter(isOfPeople);
  const people = new Set(human.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
  const assisted = participants.some(({ role }) => role === 'ASSISTANT');
  return people.size >= 2 && !assisted ? 'people23' : 'joint32';
}
