/** Changes a memory as its fact was changed in the file. */
import { type Api, type Known, Refused } from './api.ts';
import type { Line } from './line.ts';
import type { FactNote } from './state.ts';
import { cleaned, hashOf } from './texts.ts';
import { isBefore, isOver, isSameTime, later } from './times.ts';

const reason = 'Changed where it came from';

/**
 * Answers the id of the memory that says the fact now; undefined if it is to be added. What was replaced or ended here stays so: a changed time is not for
 * it, and a changed text becomes another memory.
 */
export async function amend(api: Api, line: Line, known: Known, before: FactNote): Promise<string | undefined> {
  if (known.status === 'FORGOTTEN') return await restoreAnd(api, line, known, before);
  const content = cleaned(line.fact ?? '');
  const isOther = hashOf(content) !== before.text && content !== known.content;
  if (known.status === 'SUPERSEDED') {
    const endedByItself = !known.supersededBy && before.to && isSameTime(known.validTo, before.to);
    if (!endedByItself) return isOther ? undefined : known.id;
    if (isOther || !line.to || !isOver(line.to)) return await restoreAnd(api, line, known, before);
  }
  if (isOther) return await replace(api, line, known);
  if (content === known.content) await move(api, line, known, before);
  return known.id;
}

/** Another memory may say the same by now. */
async function restoreAnd(api: Api, line: Line, known: Known, before: FactNote): Promise<string | undefined> {
  try {
    return await amend(api, line, await api.restore({ id: known.id, reason }), before);
  } catch (cause) {
    if (!(cause instanceof Refused && cause.current && cause.current !== known.id)) throw cause;
    return cleaned(line.fact ?? '') === known.content ? cause.current : undefined;
  }
}

/** A memory is replaced by one with another text, which may start earlier; if another memory says that already, it ends. */
async function replace(api: Api, line: Line, { id, validFrom, validTo }: Known): Promise<string> {
  const from = line.from ?? (line.to ? validFrom : undefined);
  if (from && isBefore(from, validFrom)) await api.update({ id, validFrom: from, reason });
  const input = { id, content: cleaned(line.fact ?? ''), validFrom: from, reason };
  try {
    const next = await api.supersede({ ...input, idempotencyKey: hashOf(input) });
    if (line.to) await api.update({ id: next.id, validTo: line.to, reason });
    return next.id;
  } catch (cause) {
    if (!(cause instanceof Refused && cause.current && cause.current !== id)) throw cause;
    const end = later(from ?? new Date().toISOString(), validFrom);
    if (!validTo || isBefore(end, validTo)) await api.update({ id, validTo: end, reason });
    return cause.current;
  }
}

/** Of its times, those that were changed in the file, and not here. */
async function move(api: Api, { fact = '', from, to }: Line, { id, validTo }: Known, before: FactNote): Promise<void> {
  const toBefore = hashOf(cleaned(fact)) === before.text ? before.to : validTo;
  const changes = {
    ...(from && !isSameTime(from, before.from) && { validFrom: from }),
    ...(!isSameTime(to, toBefore) && { validTo: to ?? null }),
  };
  if (Object.keys(changes).length > 0) await api.update({ id, ...changes, reason });
}
