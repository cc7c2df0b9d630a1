/** Returns the number that an option was given. Throws if it is no whole number above 0. */
export function countOption(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} takes a whole number from 1, not "${text}"`);
  return count;
}

/** The same for several numbers, with commas between them. */
export const countsOption = (option: string, text: string): number[] =>
  text.split(',').map((one) => countOption(option, one));

/** Returns the name that an option was given. Throws if it is none of these. */
export function oneOf<Name extends string>(option: string, names: readonly Name[], text: string): Name {
  const name = names.find((one) => one === text);
  if (name === undefined) throw new Error(`${option} takes ${names.join(' or ')}`);
  return name;
}

/** The same for an option that stands for all of the names if it is left out. */
export const allOrOne = <Name extends string>(
  option: string,
  names: readonly Name[],
  text: string | undefined,
): readonly Name[] => (text === undefined ? names : [oneOf(option, names, text)]);
