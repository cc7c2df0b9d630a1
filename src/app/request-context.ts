import type { YogaInitialContext } from 'graphql-yoga';
import { AuthenticationError } from '../account/account.errors.ts';
import type { Viewer } from '../account/viewer.ts';
import { AnswerNotes } from '../graphql/answer-notes.ts';
import type { Context, Services } from '../graphql/context.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { late } from '../platform/late.ts';
import { timed } from '../platform/request-times.ts';
import { authorizationOf } from './http/credential.ts';
import type { Charges } from './limits/charges.ts';
import { createLoaders } from './loaders.ts';
import type { ServerContext } from './server-context.ts';

/** Resolves the viewer from an `Authorization` header; null without one. Throws AuthenticationError. */
export type Authenticate = (authorization: string | null) => Promise<Viewer | null>;

/** The viewer of a request, or why there is none. */
export type Identity = Pick<Context, 'viewer' | 'rejection'>;
/** Authenticates once per request, however many operations it holds. */
export type Identify = (request: Request) => Promise<Identity>;

export interface ContextParts {
  readonly identify: Identify;
  readonly services: Services;
  /** Null: requests are not counted. */
  readonly charges: Charges | null;
}

/** Builds the context that every resolver gets. */
export function contextFactory({ identify, services, charges }: ContextParts) {
  return async ({ request, requestId = '' }: YogaInitialContext & ServerContext): Promise<Context> => {
    const { viewer, rejection } = await identify(request);
    const charge = async (cost: number) => {
      const refusal = viewer && charges ? await charges.found({ request, viewer }, cost) : null;
      if (refusal) throw refusal;
    };
    return createContext({ viewer, rejection, services, requestId, signal: request.signal, charge });
  };
}

/** Creates the context of a request, with its own loaders. */
export function createContext(request: Omit<Context, 'loaders' | 'renew' | 'notes'>): Context {
  const renew = () => createContext({ ...request, signal: new AbortController().signal });
  const loaders = late(() => createLoaders(request.services, request.viewer));
  return { ...request, loaders, notes: new AnswerNotes(), renew };
}

export function identifyBy(authenticate: Authenticate): Identify {
  const known = new WeakMap<Request, Promise<Identity>>();
  const identity = ({ headers }: Request) => timed('auth', () => identityOf(authenticate, authorizationOf(headers)));
  return (request) => getOrInsert(known, request, () => identity(request));
}

/** A bad credential fails the fields that need one, not the request: introspection still works. */
async function identityOf(authenticate: Authenticate, authorization: string | null): Promise<Identity> {
  try {
    return { viewer: await authenticate(authorization), rejection: null };
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    return { viewer: null, rejection: { code: error.code, message: error.message } };
  }
}
