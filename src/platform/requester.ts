import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom the running code works. */
export interface Requester {
  readonly accountId: string;
  /** Aborted when nobody waits for the answer any more; null for what is to be done all the same. */
  readonly gone: AbortSignal | null;
  /** Many of any account wait for it: it goes before what one waits for. Only for what is never done twice at once. */
  readonly forMany?: boolean;
  /** See `endTurn`; omitted: it has no turn. */
  readonly endTurn?: () => void;
}

/** For work that many accounts wait for at once: as an account of its own it would wait for its turn behind those that it works for. */
export const many: Requester = { accountId: '', gone: null, forMany: true };

const current = new AsyncLocalStorage<Requester>();

/** Undefined: for nobody in particular. */
export const currentRequester = (): Requester | undefined => current.getStore();

export const workFor = <T>(requester: Requester, work: () => T): T => current.run(requester, work);

/** For an account, whoever waits for it: its connections are the account's, and not those of nobody, who is one beside all accounts. */
export const workOf = <T>(accountId: string, work: () => T): T => workFor({ accountId, gone: null }, work);

/** Lets the next operation of the account begin: before what waits for a model, and costs this process nothing meanwhile. */
export const endTurn = (): void => current.getStore()?.endTurn?.();

/** Does what others may come to wait for as well: it goes on when the first of them hangs up. */
export function sharedWork<T>(work: () => T): T {
  const requester = current.getStore();
  return requester?.gone ? current.run({ ...requester, gone: null }, work) : work();
}
