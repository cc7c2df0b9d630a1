import type { IncomingMessage } from 'node:http';

const probes = new Set(['/health', '/ready']);

/** Who asks, as far as nothing is looked up for it; whoever looks after the server is not to wait behind others. */
export const crowdOf = ({ url = '', headers }: IncomingMessage): string =>
  probes.has(url) ? url : (headers.authorization ?? headers.cookie ?? '');
