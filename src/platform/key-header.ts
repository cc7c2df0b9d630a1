/**
 * The header that takes a key to an endpoint of models. Azure has one of its own below `/openai/deployments/`: there it reads a Bearer
 * token as one of its directory, and refuses.
 */
export function keyHeader(url: URL, key: string | null): Readonly<Record<string, string>> {
  if (key === null) return {};
  return url.pathname.includes('/openai/deployments/') ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}
