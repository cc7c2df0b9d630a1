import type { Timestamp } from './columns.ts';

/** Rankings of frequent questions; may be lost. */
export interface SearchRankingTable {
  account_id: string;
  /** Contains everything that the ranking depends on. */
  key: string;
  /** Memory ids and scores. */
  ranking: Buffer;
  expires_at: Timestamp;
}
