import type { GraphQLParams } from 'graphql-yoga';

const members = new Set(['query', 'variables', 'operationName', 'extensions']);
/** What may be answered in parts, or goes on and on. Where it only looks like it, Yoga answers the same. */
const inParts = /@(?:defer|stream)\b|\bsubscription\b/;

/** The one operation in a body, where it is well-formed and has one answer; null for all else. */
export function singleOperation(body: Buffer): GraphQLParams | null {
  const params = parsed(body);
  if (!isRecord(params) || Array.isArray(params)) return null;
  for (const name in params) if (!members.has(name)) return null;
  const { query, variables, operationName, extensions } = params;
  if (typeof query !== 'string' || inParts.test(query)) return null;
  if (!isOptionalRecord(variables) || !isOptionalRecord(extensions)) return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  return params;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isOptionalRecord = (value: unknown): boolean =>
  value === undefined || value === null || (isRecord(value) && !Array.isArray(value));
