import { type DaySpan, type Hours, type NamedDate, span } from './named-date.ts';

/** How many hours a day has. */
export const hoursADay = 24;

export const timesOfDay = ['morning', 'afternoon', 'night'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/** A night begins in the evening, and what is told after midnight still belongs to it. */
const hoursOf: Readonly<Record<TimeOfDay, Hours>> = {
  morning: { from: 4, to: 12 },
  afternoon: { from: 12, to: 18 },
  night: { from: 17, to: 30 },
};

/** A time of one day. */
export const timeOf = (day: number, time: TimeOfDay): DaySpan => ({ ...span(day), hours: hoursOf[time] });

/** How many hours of the day after its last one a date takes. */
export const hoursOfNextDay = (date: NamedDate): number =>
  date.kind === 'days' && date.hours ? Math.max(0, date.hours.to - hoursADay) : 0;
