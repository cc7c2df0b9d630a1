/** Matches by suffix, so that a new secret is not printed because someone forgot to list it. */
const isSecret = (variable: string): boolean => /_(?:SECRETS?|PASSWORD|KEY)$/.test(variable);
const isUrl = (variable: string): boolean => variable.endsWith('_URL');

/** Returns a setting's value in printable form: no secret, and no password inside a URL. */
export function printable(variable: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  // Where a certificate belongs, its key may be pasted.
  if (isSecret(variable) || value.includes('PRIVATE KEY')) return hidden(value);
  if (variable === 'REDIS_URL')
    return value
      .split(/,\s*(?=rediss?:)/)
      .map(urlWithoutPassword)
      .join(', ');
  if (isUrl(variable)) return urlWithoutPassword(value);
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}

function urlWithoutPassword(value: string): string {
  // Something that is not a URL may be a password pasted into the wrong line, or a DSN that contains one.
  if (!URL.canParse(value)) return hidden(value);
  const url = new URL(value);
  if (url.host === '' && url.search === '') return hidden(value);
  if (url.password !== '') url.password = '***';
  for (const name of url.searchParams.keys())
    if (/pass|secret|token|key/i.test(name)) url.searchParams.set(name, '***');
  return JSON.stringify(url.href);
}

function hidden(value: string): string {
  return `a value of ${value.length} characters (not shown)`;
}
