/** Whether an error has one of these codes: of Node, of Postgres (SQLSTATE), or our own. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
