import type { PartTime, RequestTimes } from '../platform/request-times.ts';

/** Headers with the duration of an answer: the total, and its parts as browsers show them. */
export function timingHeaders(times: RequestTimes): Readonly<Record<'x-response-time' | 'server-timing', string>> {
  const total = times.milliseconds;
  const timing = times.parts.reduce((header, part) => `${header}, ${entry(part)}`, `total;dur=${total.toFixed(1)}`);
  return { 'x-response-time': `${total.toFixed(1)}ms`, 'server-timing': timing };
}

function entry({ part, milliseconds, count, by }: PartTime): string {
  const description =
    by.size > 0 ? [...by.keys()].join('+') : part === 'db' ? `${count} statement${count === 1 ? '' : 's'}` : null;
  return `${part};dur=${milliseconds.toFixed(1)}${description === null ? '' : `;desc="${description}"`}`;
}
