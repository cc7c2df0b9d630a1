import { z } from 'zod';
import { type Given, idempotencyKey, ownKey, text } from '../platform/validation.ts';

const timeZone = z
  .string()
  .refine(isTimeZone, 'is not an IANA time zone: give a name such as "Europe/Berlin"')
  .transform((name) => zonesWithSummer.get(name.toUpperCase()) ?? usualCase(name));
const language = z
  .string()
  .refine(isLanguage, { error: ({ input }) => `is not an ISO 639 language code: give ${codeIn(String(input))}` })
  .transform(usualCode);

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
export const settingFields = settings.keyof().options;

export const createCollectionInput = z.object({
  name: text({ min: 1, max: 200 }),
  key: ownKey.nullish(),
  description: text({ max: 2_000 }).nullish(),
  settings: settings.nullish(),
  idempotencyKey: idempotencyKey.nullish(),
});

/** Omitted fields stay as they are, null clears them; required fields cannot be cleared. */
export const updateCollectionInput = z.object({
  name: text({ min: 1, max: 200 }).optional(),
  description: text({ max: 2_000 }).nullish(),
  settings: settings.optional(),
});

/** Input of callers; ids are database keys, all other values are validated. A null `parentId` stands for the top level. */
export type CreateCollection = GivenFor<typeof createCollectionInput>;
export type UpdateCollection = GivenFor<typeof updateCollectionInput> & { readonly id: string };

type GivenFor<Schema extends z.ZodType> = Omit<Given<Schema>, 'settings'> & {
  readonly settings?: Given<typeof settings> | null | undefined;
  readonly parentId?: string | null | undefined;
};

export type UpdateValues = z.output<typeof updateCollectionInput>;

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * All two-letter codes are known, so "jp", "cz" and "gr", which are countries, are rejected. Three-letter ones cannot all be
 * known; `und` means none.
 */
function isLanguage(code: string): boolean {
  return (
    (/^[a-z]{3}$/.test(code) && code !== 'und') || (/^[a-z]{2}$/.test(code) && languageNames.of(code) !== undefined)
  );
}

/** Suggests the code for a tag such as "DEU", "EN" or "de_CH". */
function codeIn(tag: string): string {
  const code = tag.toLowerCase().split(/[-_]/)[0] ?? '';
  return isLanguage(code) ? `"${usualCode(code)}"` : 'a code such as "en"';
}

/**
 * The code that stemmers and date words use: `en` for "eng", `he` for "iw", and `no` for "nb", since the Norwegian stemmer is for
 * Bokmål.
 */
function usualCode(code: string): string {
  const { language: usual } = new Intl.Locale(code);
  return usual === 'nb' ? 'no' : usual;
}

/**
 * Names that Intl accepts beside those of IANA, and that Postgres interprets differently or rejects: offsets, whose sign is
 * reversed there, and abbreviations: BST is the time of Dhaka for Intl and of London for Postgres.
 */
const noName = /^(?:[-+]|SystemV\/|(?!CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)[A-Z]{3}$)/i;

/** Names of IANA that stand for zones with summer time, and that Postgres takes for abbreviations of winter time: days would differ. */
const zonesWithSummer: ReadonlyMap<string, string> = new Map([
  ['CET', 'Europe/Brussels'],
  ['EET', 'Europe/Athens'],
  ['MET', 'Europe/Brussels'],
  ['WET', 'Europe/Lisbon'],
]);

/** "europe/berlin" is Europe/Berlin. A zone by another of its names keeps that. */
function usualCase(name: string): string {
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
}

function isTimeZone(name: string): boolean {
  if (noName.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
