import type { Timestamp } from './columns.ts';

/** Rankings of questions that are asked often; they may be lost. */
export interface SearchRankingTable {
  account_id: string;
  /** Says all that the ranking depends on. */
  key: string;
  /** Ids of memories and scores. */
  ranking: Buffer;
  expires_at: Timestamp;
}
