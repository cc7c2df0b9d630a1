import { graphql } from 'graphql';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { buildServices } from '../../../src/app/services.ts';
import { buildSchema } from '../../../src/graphql/schema.ts';
import type { Database } from '../../../src/platform/db/database.ts';

const schema = buildSchema();

/** Runs operations on the schema as any viewer. */
export function executor(db: Database) {
  const services = buildServices(db);
  return async (viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) => {
    const { data, errors } = await graphql({
      schema,
      source,
      variableValues,
      contextValue: {
        viewer,
        rejection: null,
        services,
        loaders: {},
        log: pino({ level: 'silent' }),
        requestId: 'test',
        signal: new AbortController().signal,
      },
    });
    expect(errors).toBeUndefined();
    return JSON.parse(JSON.stringify(data));
  };
}
