import type { IncomingMessage } from 'node:http';

const probes = new Set(['/health', '/ready']);

/** Groups requests by sender without any look-up; probes have groups of their own, so that they do not wait behind others. */
export const crowdOf = ({ url = '', headers }: IncomingMessage): string =>
  probes.has(url) ? url : (headers.authorization ?? headers.cookie ?? '');
