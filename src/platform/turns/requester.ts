import { AsyncLocalStorage } from 'node:async_hooks';

/** On whose behalf the running code works. */
export interface Requester {
  readonly accountId: string;
  /** Aborted when nobody waits for the result any more; null for work that must be done anyway. */
  readonly gone: AbortSignal | null;
  /** Many callers of any account wait for it: it takes precedence over other work. Only for work that never runs concurrently. */
  readonly forMany?: boolean;
  /** See `endTurn`; omitted: it holds no turn. */
  readonly endTurn?: () => void;
  /** See `goOn`; omitted: it holds no turn. */
  readonly goOn?: () => Promise<void>;
}

/** For work that many accounts wait for: as an ordinary account it would queue behind the very accounts it works for. */
export const many: Requester = { accountId: '', gone: null, forMany: true };

const current = new AsyncLocalStorage<Requester>();

/** Undefined: on nobody's behalf. */
export const currentRequester = (): Requester | undefined => current.getStore();

export const workFor = <T>(requester: Requester, work: () => T): T => current.run(requester, work);

/** Runs work on behalf of an account, whoever waits for it: its connections then count as the account's, not as those of the anonymous account. */
export const workOf = <T>(accountId: string, work: () => T): T => workFor({ accountId, gone: null }, work);

/** Lets the account's next operation begin: call it before waiting for a model or a load, which may take long without the CPU time of this operation. */
export const endTurn = (): void => current.getStore()?.endTurn?.();

/** Waits until there is room again for work that used `endTurn` and now takes CPU time of its own. */
export const goOn = async (): Promise<void> => current.getStore()?.goOn?.();

/** Runs work that other callers may join: it continues even if the first caller disconnects. */
export function joinableWork<T>(work: () => T): T {
  const requester = current.getStore();
  return requester?.gone ? current.run({ ...requester, gone: null }, work) : work();
}
