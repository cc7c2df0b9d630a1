import type { Logger } from 'pino';
import type { ApiKeyService } from '../../account/api-key.service.ts';
import { requestError } from '../../graphql/request-errors.ts';
import { Repeated } from '../../platform/repeated.ts';
import type { LiveSubscriptions } from './live-subscriptions.ts';

/** Revocations by other processes are found within this time; this process's own take effect at once. */
const pollMs = 2_000;

/** Ends the subscriptions of an API key when it is revoked. */
export function watchApiKeys(
  live: LiveSubscriptions,
  apiKeys: Pick<ApiKeyService, 'onRevoked' | 'usable'>,
  log: Logger,
): Disposable {
  const end = (isMeant: (id: string) => boolean) =>
    live.endWhere(({ apiKeyId }) => apiKeyId !== undefined && isMeant(apiKeyId), revoked());
  const look = async () => {
    const ids = [...new Set(live.viewers.flatMap(({ apiKeyId }) => apiKeyId ?? []))];
    const usable = new Set(await apiKeys.usable(ids));
    const ended = new Set(ids).difference(usable);
    if (ended.size > 0) end((id) => ended.has(id));
  };
  const watched = new DisposableStack();
  watched.use(apiKeys.onRevoked((id) => end((other) => other === id)));
  const looking = new Repeated(pollMs, () =>
    look().catch((error: unknown) => log.warn({ err: error }, 'API keys could not be checked; subscriptions go on')),
  );
  looking.start();
  watched.defer(() => looking.stop());
  return watched;
}

const revoked = () => requestError('UNAUTHENTICATED', 'The API key was revoked');
