/** A copy of a text, which would otherwise keep the whole answer of the database alive that it was cut out of. */
export const detached = (text: string): string => Buffer.from(text).toString();
