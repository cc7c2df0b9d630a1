import type { CacheTier, OwnedKey } from '../../src/platform/cache/cache.ts';

/** A cache tier in memory, which behaves like the real ones but forgets nothing by age. */
export class MapTier implements CacheTier {
  /** By account and key, with a blank between them. */
  readonly entries = new Map<string, Buffer>();
  get = async (owned: OwnedKey) => this.entries.get(nameOf(owned)) ?? null;
  set = (owned: OwnedKey, bytes: Buffer) => void this.entries.set(nameOf(owned), bytes);
  clear = async () => this.entries.clear();
}

const nameOf = ({ accountId, key }: OwnedKey): string => `${accountId} ${key}`;
