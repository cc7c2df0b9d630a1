const RFC_3339 =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[Tt](?<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(?<fraction>\d+))?(?<offset>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Parses an RFC 3339 timestamp, truncating digits beyond milliseconds; returns null if it is not one. */
export function parseDateTime(text: string): Date | null {
  const parts = RFC_3339.exec(text)?.groups;
  if (!parts) return null;
  const { year, month, day, time, fraction = '', offset = 'Z' } = parts;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // Date rolls 30 February over into March instead of rejecting it.
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return null;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const date = new Date(`${year}-${month}-${day}T${time}.${milliseconds}${offset.toUpperCase()}`);
  const utcYear = date.getUTCFullYear();
  return utcYear >= 1 && utcYear <= 9999 ? date : null;
}

const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;

/** Returns what is wrong with a text that `parseDateTime` does not read. */
export const dateTimeProblem = (text: string): string =>
  WITHOUT_ZONE.test(text)
    ? 'needs a time zone, such as "2026-11-20T10:15:00Z" or "2026-11-20T10:15:00+05:30"'
    : 'must be an RFC 3339 date and time such as "2026-11-20T10:15:00Z", of the years 1 to 9999 in UTC, and no leap second';
