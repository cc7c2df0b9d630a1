import { graphql } from 'graphql';
import pg from 'pg';
import { pino } from 'pino';
import type { Viewer } from '../../../src/account/viewer.ts';
import { rankingCache } from '../../../src/app/caches.ts';
import { wireContext } from '../../../src/app/context-wiring.ts';
import { createContext } from '../../../src/app/request-context.ts';
import { buildServices } from '../../../src/app/services.ts';
import type { Context, Services } from '../../../src/graphql/context.ts';
import { buildSchema } from '../../../src/graphql/schema.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { connectKysely } from '../../../src/platform/db/database.ts';
import { StreamHub } from '../../../src/platform/streams/stream-hub.ts';
import { OperationTurns } from '../../../src/platform/turns/operation-turns.ts';
import { models } from '../../support/models.ts';
import { noAgents } from '../../support/no-agents.ts';
import { quietSystem } from '../../support/quiet-system.ts';
import { rateLimits } from '../../support/rate-limits.ts';
import './note.schema.ts';

export const schema = buildSchema();

/** Notes need no services of the product, except the turns that execute operations; loaders are made of some, but load nothing. */
export const noServices: Services = Object.assign(Object.create(null), {
  turns: new OperationTurns(),
  ...{ memoryLifecycle: {}, graph: {}, consolidation: {} },
});

export const writer: Viewer = {
  accountId: 'acme',
  principal: 'ada',
  actorKind: 'USER',
  plan: 'FREE',
  scopes: new Set(['read', 'write']),
  collectionIds: null,
  expiresAt: null,
};

// Never connects: notes need no database.
const db = connectKysely(new pg.Pool());
const log = pino({ level: 'silent' });
const config = loadConfig({});
const services = buildServices({
  db,
  rateLimits: rateLimits(),
  quotas: loadConfig({}).quotas,
  models: models,
  recall: null,
  rankings: rankingCache(config.caches.rankings),
  recalls: { record: () => {} },
  jobs: { send: () => Promise.reject(new Error('Notes send no jobs')) },
  rerank: null,
  system: quietSystem,
  context: wireContext(config, null),
  streams: new StreamHub({ db, writers: [], usualSize: 100, log }),
  agents: noAgents,
  log,
});

function contextOf(viewer: Viewer | null): Context {
  return createContext({
    viewer,
    rejection: null,
    services,
    requestId: 'test',
    signal: new AbortController().signal,
    charge: async () => {},
  });
}

/** Runs one operation on the schema, without a server. */
export async function executeNotes(
  source: string,
  variableValues: Record<string, unknown> = {},
  viewer: Viewer | null = writer,
) {
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue: contextOf(viewer) });
  return {
    data: data && JSON.parse(JSON.stringify(data)),
    errors: errors?.map((error) => ({ ...error.extensions, message: error.message })),
  };
}
