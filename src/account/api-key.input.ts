import { z } from 'zod';
import { collectionKeysUpTo, text } from '../platform/validation.ts';
import { mostCollections, scopes, type Viewer } from './viewer.ts';

/** Validates a new key: no scope that the viewer lacks, no expiry after that of the key in use. */
export const createApiKeyInput = (viewer: Viewer, now: Date) =>
  z.object({
    name: text({ min: 1, max: 100 }).transform((name) => name.trim()),
    scopes: z
      .array(
        z
          .enum(scopes, `is not a scope: choose from ${scopes.join(', ')}`)
          .refine((scope) => viewer.scopes.has(scope), 'is a scope that you do not have yourself'),
      )
      .min(1, `is empty: choose from ${scopes.join(', ')}`)
      .transform((chosen) => scopes.filter((scope) => chosen.includes(scope))),
    collectionIds: collectionKeysUpTo(mostCollections).min(1, 'is empty: name a collection, or omit it').nullish(),
    expiresAt: z
      .date()
      .refine((date) => date > now, 'is not in the future: give a later time')
      .nullish()
      .transform((date) => date ?? null)
      .refine(
        (date) => outlives(date, viewer) === false,
        'must be given, and not be later than the time at which your own API key expires',
      ),
  });

function outlives(date: Date | null, { actorKind, expiresAt }: Viewer): boolean {
  if (actorKind !== 'API_KEY' || expiresAt === null) return false;
  return date === null || date > expiresAt;
}
