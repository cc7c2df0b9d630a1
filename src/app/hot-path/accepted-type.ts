const json = 'application/json';
const graphqlResponse = 'application/graphql-response+json';

/** Returns the media type of a single answer: the first supported one in the `Accept` header; null if there is none. */
export function acceptedType(accept = '*/*'): string | null {
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = entry.replaceAll(/\s/g, '').split(';');
    if (parameters.some((parameter) => parameter.includes('charset=') && parameter !== 'charset=utf-8')) continue;
    if (type === graphqlResponse) return graphqlResponse;
    if (type === json || type === 'application/*' || type === '*/*') return json;
  }
  return null;
}
