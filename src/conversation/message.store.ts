import { type SelectQueryBuilder, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import type { Tables } from '../platform/db/tables.ts';
import { keysetOf, type Message } from './message.ts';
import { visibleConversations } from './visible-conversations.ts';
import { cut, type WindowBounds, type WindowMessage } from './window.ts';

/** Reads messages of conversations visible to a viewer. */
export class MessageStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byIds(reach: Reach, ids: readonly string[]): Promise<Message[]> {
    return this.#messages(reach).where('message.id', 'in', ids).select(columns).execute();
  }

  /** Returns a page of each conversation's messages, in order. */
  pages(reach: Reach, conversationIds: readonly string[], request: PageRequest): Promise<Map<string, Page<Message>>> {
    const query = this.#messages(reach).select(columns);
    return fetchPages(this.#db, query, bySeq, parentsOf(conversationIds), request);
  }

  /**
   * Returns the end of each conversation, or of the part before a message, in the order of its messages. No content leaves the
   * database except the beginnings of the newest ones. `left` counts code points, so its result, which has one more to tell
   * whether a character ends there, is cut again to UTF-16 code units.
   */
  async windows(
    reach: Reach,
    conversationIds: readonly string[],
    bounds: WindowBounds,
    before?: Message,
  ): Promise<Map<string, WindowMessage[]>> {
    const { maxMessages, maxWithContent, maxContentLength } = bounds;
    const shown = Math.min(maxWithContent, maxMessages);
    const query = this.#messages(reach)
      .select(headColumns)
      .select(['message.content_length as contentLength', 'collection.time_zone as timeZone'])
      .select(
        sql<string | null>`case when row_number() over (order by message.seq desc) <= ${shown}
          then left(message.content, ${maxContentLength + 1}) end`.as('beginning'),
      );
    const end = before ? keysetOf(before) : null;
    const last = { limit: maxMessages, direction: 'backward', after: null, before: end } as const;
    const pages = await fetchPages(this.#db, query, bySeq, parentsOf(conversationIds), last);
    return new Map(
      [...pages].map(([id, page]) => [
        id,
        page.items.map(({ item: { beginning, contentLength, timeZone, ...message } }) => {
          const content = beginning === null ? null : cut(beginning, maxContentLength);
          const truncated = content !== null && content.length < contentLength;
          return { message, timeZone, contentLength, content, truncated };
        }),
      ]),
    );
  }

  #messages(reach: Reach): SelectQueryBuilder<Tables, 'message' | 'conversation' | 'collection', object> {
    return visibleConversations(this.#db, reach)
      .innerJoin('message', 'message.conversation_id', 'conversation.id')
      .whereRef('message.account_id', '=', 'conversation.account_id');
  }
}

/** All columns except the content, for readers that must not see it. */
const headColumns = [
  'message.account_id as accountId',
  'message.id',
  'message.conversation_id as conversationId',
  'message.seq',
  'message.role',
  'message.speaker',
  'message.metadata',
  'message.sent_at as sentAt',
  'message.created_at as createdAt',
] as const;
const columns = [...headColumns, 'message.content'] as const;
const bySeq = { by: 'message.seq', id: 'message.id', direction: 'asc' } as const;
const parentsOf = (ids: readonly string[]) => ({ column: 'message.conversation_id', ids });
