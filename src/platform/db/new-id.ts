import { v7, validate } from 'uuid';

/** A new id for a row: UUIDv7, so that ids of one process grow with time. */
export const newId = (): string => v7();

/** Comes before every other. */
export const leastId = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a text can be a row's id at all, in the one way that we write it: anything else would be an error in the database,
 * not a missing row.
 */
export const isUuid = (text: string): boolean => validate(text) && text === text.toLowerCase();
