/** A memory, and one that has probably ended or changed what it says: the evidence of a proposal on which nobody has decided. */
export interface ProbablyOutdated {
  readonly id: string;
  readonly byId: string;
}

/** Maximum number of memories that are named as probably outdating one: those stored last. */
export const mostOutdating = 3;

/** How often what has outdated a memory is looked up in turn: "28 hours a week", "32", "30". */
export const longestChain = 3;

/** Returns ids of memories in their order, each followed by those that have probably outdated it, and each only once. */
export function withOutdating(ids: readonly string[], outdated: readonly ProbablyOutdated[]): string[] {
  const byOutdated = Map.groupBy(outdated, ({ id }) => id);
  const inOrder = new Set<string>();
  const add = (id: string): void => {
    if (inOrder.has(id)) return;
    inOrder.add(id);
    for (const { byId } of byOutdated.get(id) ?? []) add(byId);
  };
  for (const id of ids) add(id);
  return [...inOrder];
}
