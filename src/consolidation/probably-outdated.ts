/** A memory, and one that has probably ended or changed what it says: the evidence of a proposal on which nobody has decided. */
export interface ProbablyOutdated {
  readonly id: string;
  readonly byId: string;
}

/** Maximum number of memories that are named as probably outdating one: those stored last. */
export const mostOutdating = 3;

/** Returns ids of memories in their order, each followed by those that have probably outdated it, and each only once. */
export function withOutdating(ids: readonly string[], outdated: readonly ProbablyOutdated[]): string[] {
  const byOutdated = Map.groupBy(outdated, ({ id }) => id);
  return [...new Set(ids.flatMap((id) => [id, ...(byOutdated.get(id) ?? []).map(({ byId }) => byId)]))];
}
