/** Points in time as they are written, by all of which one can be meant. */
type Time = string | null | undefined;

export const isSameTime = (one: Time, other: Time): boolean =>
  one && other ? Date.parse(one) === Date.parse(other) : !one && !other;

export const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);

export const later = (one: string, other: string): string => (isBefore(one, other) ? other : one);

export const isOver = (time: string): boolean => Date.parse(time) <= Date.now();
