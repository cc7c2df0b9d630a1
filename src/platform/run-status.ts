/** State of work that runs in the background and is shown to clients: of a consolidation run, and of an agent run. */
export type RunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** States of runs that have not ended. */
export const activeStatuses: readonly RunStatus[] = ['QUEUED', 'RUNNING'];

export const isActive = ({ status }: { readonly status: RunStatus }): boolean => activeStatuses.includes(status);
