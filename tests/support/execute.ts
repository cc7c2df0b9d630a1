import { type DocumentNode, execute as executeDocument, type GraphQLError, parse, validate } from 'graphql';
import { pino } from 'pino';
import type { Viewer } from '../../src/account/viewer.ts';
import { rankingCache } from '../../src/app/caches.ts';
import { buildConsumers } from '../../src/app/consumers.ts';
import { wireContext } from '../../src/app/context-wiring.ts';
import { createContext } from '../../src/app/request-context.ts';
import { buildServices, type ServiceParts } from '../../src/app/services.ts';
import type { Context, Services } from '../../src/graphql/context.ts';
import { buildSchema } from '../../src/graphql/schema.ts';
import { type Finish, SharedSubscriptions } from '../../src/graphql/shared-subscriptions.ts';
import { Recalls, recallBatch } from '../../src/memory/recalls.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { getOrInsert } from '../../src/platform/get-or-insert.ts';
import type { JobSender } from '../../src/platform/jobs/job.ts';
import { models as shipped } from './models.ts';
import { noAgents } from './no-agents.ts';
import { quietSystem } from './quiet-system.ts';
import { rateLimits } from './rate-limits.ts';
import { makeHub } from './streams.ts';
import { usualConfig } from './usual-config.ts';

export const schema = buildSchema();

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly code: unknown; readonly path: unknown }[];
}

export interface Api {
  readonly services: Services;
  readonly subscriptions: SharedSubscriptions;
  contextOf(viewer: Viewer | null): Context;
  /** Writes nothing before `flush`. */
  readonly recalls: Recalls;
  /** Lets all consumers of the event log catch up. */
  processLog(): Promise<void>;
  /** Runs one operation as a viewer. Returns data and errors. */
  execute(viewer: Viewer | null, source: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The same for an operation that must succeed. Returns its data. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
  run(viewer: Viewer, source: string, variables?: Record<string, unknown>): Promise<any>;
}

const unopened: JobSender = {
  send: () => Promise.reject(new Error('This test sends jobs: give makeApi what useJobs opens')),
};

/** Does not mask errors. */
export const unmasked: Finish = {
  result: (result) => result,
  error: (error) => (error instanceof Error ? error : new Error(String(error))),
};

interface Read {
  readonly document: DocumentNode;
  readonly refused: readonly GraphQLError[];
}

const known = new Map<string, Read>();

async function resultOf(source: string, variableValues: Record<string, unknown>, contextValue: Context) {
  const { document, refused } = read(source);
  if (refused.length > 0) return { data: null, errors: refused };
  return await executeDocument({ schema, document, variableValues, contextValue });
}

/** Tests repeat the same operations: each is parsed and validated once. */
const read = (source: string): Read =>
  getOrInsert(known, source, () => {
    const document = parse(source);
    return { document, refused: validate(schema, document) };
  });

/** Parts that a test may replace; the defaults are those of a server without settings. */
type ApiParts = Pick<ServiceParts, 'models' | 'rerank' | 'graph' | 'agents' | 'quotas'>;
const usual: ApiParts = { models: shipped, rerank: null, graph: null, agents: noAgents, quotas: usualConfig.quotas };

const quiet = { rejection: null, requestId: 'test', charge: async () => {} };

/** The schema on a database, without a server. */
export function makeApi(db: Database, jobs: JobSender = unopened, given: Partial<ApiParts> = {}): Api {
  const parts = { ...usual, ...given };
  const log = pino({ level: 'silent' });
  const recalls = new Recalls({ db, delayMs: null, batch: recallBatch.embedded, log });
  const streams = makeHub(db);
  const services = buildServices({
    db,
    rateLimits: rateLimits(),
    ...parts,
    recall: null,
    rankings: rankingCache(usualConfig.caches.rankings),
    jobs,
    recalls,
    streams,
    system: quietSystem,
    context: wireContext(usualConfig, null),
    log,
  });
  const contextOf = (viewer: Viewer | null): Context =>
    createContext({ ...quiet, viewer, services, signal: new AbortController().signal });
  const execute = async (viewer: Viewer | null, source: string, variableValues = {}): Promise<Answer> => {
    const { data, errors = [] } = await resultOf(source, variableValues, contextOf(viewer));
    return {
      data: data && JSON.parse(JSON.stringify(data)),
      errors: errors.map((error) => ({ message: error.message, code: error.extensions['code'], path: error.path })),
    };
  };
  return {
    services,
    recalls,
    contextOf,
    subscriptions: new SharedSubscriptions(unmasked),
    processLog: () => buildConsumers({ db, jobs: db }, parts.models.reader, log).processAll(),
    execute,
    run: async (viewer, source, variables) => {
      const { data, errors } = await execute(viewer, source, variables);
      if (errors.length > 0) throw new Error(`${JSON.stringify(errors)}\n${source}`);
      return data;
    },
  };
}
