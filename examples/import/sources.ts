/** The messages that facts were learnt from. */
import type { Line, Read } from './line.ts';
import { adoptAll } from './sessions.ts';
import type { UserNotes } from './state.ts';
import type { Target } from './target.ts';

/** Ids here of the messages that a fact may mean. */
function candidates({ messages }: UserNotes, { message, session }: Line): string[] {
  if (message === undefined) return [];
  const sessions = session === undefined ? [...messages.values()] : [messages.get(session)];
  return sessions.flatMap((ofSession) => ofSession?.get(message)?.here ?? []);
}

/** Messages may be in files that were imported before, and their notes be lost. */
export async function findSources(to: Target, collectionId: string, lines: readonly Line[]): Promise<void> {
  const isUnknown = (line: Line) => line.message !== undefined && candidates(to.notes, line).length === 0;
  if (lines.some(isUnknown)) await adoptAll(to, collectionId);
}

/** Undefined, and told, if it is not clear which message it is. */
export function sourceOf({ notes, report }: Target, read: Read): string | undefined {
  const { message } = read.line;
  if (message === undefined) return undefined;
  const [source, ...others] = candidates(notes, read.line);
  if (others.length === 0 && source) return source;
  const why = source ? `${others.length + 1} sessions have one: name its "session", too` : 'it was not imported';
  report.tell(read, `is stored without its message ${message}: ${why}`);
  return undefined;
}
