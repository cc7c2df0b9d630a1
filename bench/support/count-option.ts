/** Returns the number that an option was given. Throws if it is no whole number above 0. */
export function countOption(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} takes a whole number from 1, not "${text}"`);
  return count;
}
