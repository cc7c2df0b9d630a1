import { v7, validate } from 'uuid';

/** Returns a new row id: UUIDv7, so that the ids of one process increase over time. */
export const newId = (): string => v7();

/** Sorts before every other id. */
export const leastId = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a text is a well-formed row id in our canonical form. Anything else would cause an error in the database,
 * rather than find no row.
 */
export const isUuid = (text: string): boolean => validate(text) && text === text.toLowerCase();
