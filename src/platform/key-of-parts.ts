import { hash } from 'node:crypto';

/** Returns a short key of anything that JSON can hold, however long: equal parts in equal order have the same, in all processes and versions. */
export const keyOfParts = (...parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts), 'base64url');
