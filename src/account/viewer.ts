export const plans = ['FREE', 'STARTER', 'PRO'] as const;
export type Plan = (typeof plans)[number];

export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who acts, in which account, and what of it they may see and do. */
export interface Viewer {
  /** The tenant. Any text of at most 200 characters. */
  readonly accountId: string;
  /** The person or program that acts. Of an API key: who made it; of an agent: who asked it. */
  readonly principal: string;
  readonly actorKind: 'USER' | 'API_KEY' | 'AGENT';
  /** Of an API key: which one. */
  readonly apiKeyId?: string;
  readonly plan: Plan;
  readonly scopes: ReadonlySet<Scope>;
  /** Null: the whole account. Otherwise only these collections (uuids) and their children. */
  readonly collectionIds: ReadonlySet<string> | null;
  /** When the credential stops to count; null: never. */
  readonly expiresAt: Date | null;
}

/** The scopes that these names grant: `admin` includes `write`, `write` includes `read`. Unknown names grant nothing. */
export function grantedScopes(names: readonly string[]): ReadonlySet<Scope> {
  return new Set(scopes.slice(0, scopes.findLastIndex((scope) => names.includes(scope)) + 1));
}

export const isPlan = (name: string): name is Plan => plans.some((plan) => plan === name);
export const isScope = (name: string): name is Scope => scopes.some((scope) => scope === name);

/** Names a viewer among all viewers: both parts may hold any character. */
export const viewerKey = ({ accountId, principal }: Viewer): string =>
  `${encodeURIComponent(accountId)}/${encodeURIComponent(principal)}`;

/** Those to whom the same things look the same: of one account, with equal plan, scopes and collections. */
export const audienceOf = ({ accountId, plan, scopes, collectionIds }: Viewer): string =>
  JSON.stringify([accountId, plan, [...scopes].sort(), collectionIds && [...collectionIds].sort()]);
