import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchPages, mapPages, type Page, type PageRequest } from '../platform/db/page.ts';
import type { Tables } from '../platform/db/tables.ts';
import type { Message } from './message.ts';
import { headColumns, headFromRow, messageFromRow } from './message-row.ts';
import { visibleConversations } from './visible-conversations.ts';
import { cut, type WindowBounds, type WindowMessage } from './window.ts';

/** Reads messages of the conversations that a viewer can see. */
export class MessageStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Message[]> {
    const rows = await this.#messages(reach).where('message.id', 'in', ids).select(qualified).execute();
    return rows.map(messageFromRow);
  }

  /** A page of the messages of each conversation, in their order. */
  async pages(
    reach: Reach,
    conversationIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Message>>> {
    const query = this.#messages(reach).select(qualified);
    const pages = await fetchPages(this.#db, query, bySeq, parentsOf(conversationIds), request);
    return mapPages(pages, messageFromRow);
  }

  /**
   * The end of each conversation, in the order of its messages. No content leaves the database but the beginnings of
   * the newest; `left` counts whole characters, so what it lets through is cut again to code units.
   */
  async windows(
    reach: Reach,
    conversationIds: readonly string[],
    bounds: WindowBounds,
  ): Promise<Map<string, WindowMessage[]>> {
    const { maxMessages, maxWithContent, maxContentLength } = bounds;
    const shown = Math.min(maxWithContent, maxMessages);
    const query = this.#messages(reach)
      .select(qualifiedHead)
      .select('message.content_length')
      .select(
        sql<string | null>`case when row_number() over (order by message.seq desc) <= ${shown}
          then left(message.content, ${maxContentLength}) end`.as('beginning'),
      );
    const last = { limit: maxMessages, direction: 'backward', after: null, before: null } as const;
    const pages = await fetchPages(this.#db, query, bySeq, parentsOf(conversationIds), last);
    return new Map(
      [...pages].map(([id, page]) => [
        id,
        page.items.map(({ item: row }) => {
          const content = row.beginning === null ? null : cut(row.beginning, maxContentLength);
          const truncated = content !== null && content.length < row.content_length;
          return { message: headFromRow(row), contentLength: row.content_length, content, truncated };
        }),
      ]),
    );
  }

  #messages(reach: Reach): SelectQueryBuilder<Tables, 'message' | 'conversation' | 'collection', object> {
    return visibleConversations(this.#db, reach).innerJoin('message', (join) =>
      join
        .onRef('message.account_id', '=', 'conversation.account_id')
        .onRef('message.conversation_id', '=', 'conversation.id'),
    );
  }
}

const qualifiedHead = headColumns.map((column) => `message.${column}` as const);
const qualified = [...qualifiedHead, 'message.content'] as const;
const bySeq = { by: 'message.seq', id: 'message.id', direction: 'asc' } as const;
const parentsOf = (ids: readonly string[]) => ({ column: 'message.conversation_id', ids });
