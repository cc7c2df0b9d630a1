/** Copies a text: a slice would keep the whole database response alive. */
export const detached = (text: string): string => Buffer.from(text).toString();
