import type { Participant } from './engine-port.ts';

/** Kinds of conversation that have their own weights. */
export type Profile = 'people23' | 'joint32';

/**
 * Whether a user talks to an assistant anywhere in the scope. Assistants of several names are a team, whose notes and answers are
 * asked for as much as what users say (docs/adr/0067).
 */
export const hasAssistant = (participants: readonly Participant[]): boolean =>
  isAnswered(participants) && assistantNames(participants).size <= 1;

/** Whether users talk to several assistants anywhere in the scope: a team, or a firm's help desk. */
export const hasHelpers = (participants: readonly Participant[]): boolean =>
  isAnswered(participants) && assistantNames(participants).size > 1;

const isAnswered = (participants: readonly Participant[]): boolean =>
  participants.some(isAssistant) && participants.some(({ role }) => role === 'USER');

const isAssistant = ({ role }: Participant): boolean => role === 'ASSISTANT';

const assistantNames = (participants: readonly Participant[]): Set<string> =>
  new Set(participants.filter(isAssistant).flatMap(({ speaker }) => speaker ?? []));

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
