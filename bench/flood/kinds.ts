import { getIntrospectionQuery } from 'graphql';
import { z } from 'zod';
import { connectApi } from '../support/api.ts';
import { household } from './household.ts';
import { openAndClose, Pingers } from './sockets.ts';

export const floodConnections = 50;
/** Memories per bulk, as importers send them. */
const bulk = 200;
const long = { unused: 'x'.repeat(5_000_000) };

type Flood = () => Promise<unknown>;

const pro = (endpoint: string) => household(endpoint, 'flood of pro', 'PRO', floodConnections);
const nobody = (endpoint: string, query: string, variables = {}): Flood => {
  const api = connectApi({ endpoint, token: '', connections: floodConnections });
  return () => api.run(query, variables, z.unknown());
};

/** What each kind of flood sends to an endpoint. */
export const floods = {
  'searches without a limit': async (endpoint) => (await pro(endpoint)).ask,
  FREE: async (endpoint) => (await household(endpoint, 'flood of free', 'FREE', floodConnections)).ask,
  'single memories': async (endpoint) => (await pro(endpoint)).add(1),
  'bulks of 200': async (endpoint) => (await pro(endpoint)).add(bulk),
  'lists of lists': async (endpoint) => (await pro(endpoint)).list,
  'operations that are none': async (endpoint) => (await pro(endpoint)).mistake,
  'introspection without a token': async (endpoint) => nobody(endpoint, getIntrospectionQuery()),
  'bodies of 5 MB without a token': async (endpoint) => nobody(endpoint, '{ __typename }', long),
  'messages on sockets': async (endpoint) => (await Pingers.open(endpoint, floodConnections)).ping,
  'sockets that are opened and closed': async (endpoint) => () => openAndClose(endpoint),
} as const satisfies Readonly<Record<string, (endpoint: string) => Promise<Flood>>>;

export type FloodKind = keyof typeof floods;
export const isFloodKind = (name: string): name is FloodKind => name in floods;
export const floodKinds = Object.keys(floods).filter(isFloodKind);
