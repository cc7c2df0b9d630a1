/**
 * Header with the API key of a model endpoint. Azure uses its own below `/openai/deployments/`: there it takes a Bearer
 * token for one of its directory, and rejects it.
 */
export function keyHeader(url: URL, key: string | null): Readonly<Record<string, string>> {
  if (key === null) return {};
  return url.pathname.includes('/openai/deployments/') ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}
