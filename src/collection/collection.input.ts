import { z } from 'zod';
import { idempotencyKey, ownKey, text } from '../platform/validation.ts';

const timeZone = z.string().refine(isTimeZone, 'is no IANA time zone, as "Europe/Berlin" is one');
const language = z.string().regex(/^[a-z]{2,3}$/, 'is no ISO 639 language code, as "en" is one');

/** Bounds of a collection's settings. */
const settings = z.object({
  duplicateThreshold: z.number().gt(0, 'must be above 0').max(1, 'must be at most 1').optional(),
  decayHalfLifeDays: z.number().gt(0, 'must be above 0').max(36_500, 'must be at most 36500').optional(),
  autoConsolidate: z.boolean().optional(),
  language: language.optional(),
  timeZone: timeZone.optional(),
  retentionDays: z.number().int().min(1, 'must be at least 1').max(36_500, 'must be at most 36500').nullish(),
});

export type SettingsInput = z.output<typeof settings>;

export const createCollectionInput = z.object({
  name: text({ min: 1, max: 200 }),
  key: ownKey.nullish(),
  description: text({ max: 2_000 }).nullish(),
  settings: settings.nullish(),
  idempotencyKey: idempotencyKey.nullish(),
});

/** Omitted leaves, null clears; what a collection must have cannot be cleared. */
export const updateCollectionInput = z.object({
  name: text({ min: 1, max: 200 }).optional(),
  description: text({ max: 2_000 }).nullish(),
  settings: settings.optional(),
});

export type UpdateValues = z.output<typeof updateCollectionInput>;

/**
 * What Intl takes besides names of IANA, and Postgres reads otherwise or not at all: offsets, which have the other sign there, and
 * abbreviations: BST is Dhaka's time to the one, and London's to the other.
 */
const noName = /^(?:[-+]|SystemV\/|(?!CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)[A-Z]{3}$)/i;

function isTimeZone(name: string): boolean {
  if (noName.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
