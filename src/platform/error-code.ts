/** Returns the code of an error from Node, Postgres (SQLSTATE), Neo4j or our own code; '' if it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether an error says that a file's disk, or what its user may have of it, is full. */
export const isDiskFull = (error: unknown): boolean => hasCode(error, ...diskFull);
export const diskFull: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** Whether an error has one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean => codes.includes(errorCode(error));
