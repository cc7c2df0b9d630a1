import { setImmediate } from 'node:timers/promises';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { namesOpening, namesSaid, namesWritten } from './asked-names.ts';
import type { EntityType } from './entity.ts';
import { normalName } from './entity-name.ts';
import { speakerOf, type TextToRead } from './extraction/extraction.ts';
import { isReadAsEnglish } from './extraction/rules-extractor.ts';
import { speakersOf, typesOfNames } from './known-name.store.ts';

/**
 * Adds to texts of a collection the names in them that are already known: those that memories of the collection, or below
 * it, name, and those of its speakers. The rules have no other way to recognise a name at the beginning of a sentence, in a script
 * without capitals, or in lower case.
 */
export async function withKnownNames<Text extends TextToRead>(
  db: Database,
  { accountId, streamId: collectionId }: StreamRef,
  texts: readonly Text[],
): Promise<Text[]> {
  const written = new Map<Text, ReadonlySet<string>>();
  for (const text of texts) {
    const namesIn = isReadAsEnglish(text) ? namesOpening : namesWritten;
    const said = text.language === 'en' ? namesSaid(text.content) : new Set<string>();
    written.set(text, namesIn(text.content).union(said));
    await setImmediate();
  }
  if ([...written.values()].every(({ size }) => size === 0)) return [...texts];
  const speakers = [...(await speakersOf(db, accountId, collectionId)), ...texts.map(({ speaker }) => speaker ?? '')];
  const names = [...new Set([...written.values()].flatMap((found) => [...found]))];
  const types = await typesOfNames(db, { accountId, collectionId }, names);
  for (const name of speakers.flatMap(namesOfSpeaker)) types.set(name, 'PERSON');
  return texts.map((text) => ({ ...text, known: among(written.get(text) ?? new Set(), types) }));
}

const among = (names: ReadonlySet<string>, types: ReadonlyMap<string, EntityType>): Map<string, EntityType> =>
  new Map(
    [...names].flatMap((name) => {
      const type = types.get(name);
      return type ? [[name, type] as const] : [];
    }),
  );

/** Returns the whole name and its first part: who speaks as "Lucía Gómez" is called Lucía. */
function namesOfSpeaker(speaker: string): string[] {
  const name = speakerOf({ speaker });
  if (name === null) return [];
  const all = normalName(name);
  return [all, all.split(' ')[0] ?? ''].filter((part) => part.length > 1);
}
