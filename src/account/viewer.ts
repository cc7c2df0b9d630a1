export const plans = ['FREE', 'STARTER', 'PRO'] as const;
export type Plan = (typeof plans)[number];

export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Maximum number of collections that a credential names. */
export const mostCollections = 1_000;

/** Who acts, in which account, and what they may see and do there. */
export interface Viewer {
  /** The tenant. Any text of at most 200 characters. */
  readonly accountId: string;
  /** The person or program that acts. For an API key, its creator; for an agent, the user who asked it. */
  readonly principal: string;
  readonly actorKind: 'USER' | 'API_KEY' | 'AGENT';
  /** Id of the API key, if one is used. */
  readonly apiKeyId?: string;
  readonly plan: Plan;
  readonly scopes: ReadonlySet<Scope>;
  /** Null: the whole account. Otherwise only these collections (uuids) and their children. */
  readonly collectionIds: ReadonlySet<string> | null;
  /** When the credential expires; null: never. */
  readonly expiresAt: Date | null;
}

/** The scopes that these names grant: `admin` includes `write`, `write` includes `read`. Unknown names grant nothing. */
export function grantedScopes(names: readonly string[]): ReadonlySet<Scope> {
  return new Set(scopes.slice(0, scopes.findLastIndex((scope) => names.includes(scope)) + 1));
}

/** Whether the viewer operates the server, which keeps all collections: with the scope `admin`, and not limited to some of them. */
export const operates = ({ scopes, collectionIds }: Viewer): boolean => scopes.has('admin') && collectionIds === null;

export const isPlan = (name: string): name is Plan => plans.some((plan) => plan === name);
export const isScope = (name: string): name is Scope => scopes.some((scope) => scope === name);

/** Unique key of a viewer; both parts may contain any character. */
export const viewerKey = ({ accountId, principal }: Viewer): string =>
  `${encodeURIComponent(accountId)}/${encodeURIComponent(principal)}`;

/** Key of viewers who see the same: same account, plan, scopes and collections. */
export const audienceOf = ({ accountId, plan, scopes, collectionIds }: Viewer): string =>
  JSON.stringify([accountId, plan, [...scopes].sort(), collectionIds && [...collectionIds].sort()]);
