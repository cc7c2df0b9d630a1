import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { askLed } from './leading-query.ts';

const mark = '/* prepared */';
/** Kysely puts the mark after the first word. */
const marked = /^(?:select )?\/\* prepared \*\//;

/**
 * Marks a statement that each connection parses and plans only once: for frequent statements whose text never changes
 * and whose plan does not depend on the parameters. Planning a short statement takes as long as running it. Statements that select
 * all columns of a table (`*`) are not prepared.
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/**
 * Kysely's form of selecting all columns of a table. A migration that adds a column changes the result type of such a statement, and
 * Postgres then rejects the prepared one: a server would fail as long as its connections live.
 */
const wholeRow = /"\.\*/;

/** Maximum prepared statements per connection: texts that are composed anew each time would otherwise fill the server's memory. */
const mostStatements = 100;

const openingMark = '/* opening */';

/** Statements without parameters that begin a transaction: they are held back and sent in the packet of its first statement. */
export const opening = (...statements: readonly string[]): string => `${openingMark} ${statements.join(';\n')}`;

const nothing = { command: '', rowCount: null, oid: 0, fields: [], rows: [] } satisfies pg.QueryResult;

/**
 * A client that prepares marked statements, and sends the beginning of a transaction without a packet of its own. Not for
 * PgBouncer: older versions mix up the prepared statements of different clients.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();
  /** The beginning of the transaction, until its first statement is sent. */
  #opening: readonly string[] | null = null;

  static {
    // pg declares a dozen overloads of `query`: only those with a text are handled, the others are passed through.
    Object.defineProperty(PreparingClient.prototype, 'query', {
      value(this: PreparingClient, first: unknown, ...rest: unknown[]): unknown {
        const opened = this.#opening;
        this.#opening = null;
        if (typeof first === 'string' && first.startsWith(openingMark)) {
          this.#opening = first.slice(openingMark.length).split(';\n');
          return Promise.resolve(nothing);
        }
        // The transaction never began.
        if (opened && (first === 'commit' || first === 'rollback')) return Promise.resolve(nothing);
        const name =
          typeof first === 'string' && marked.test(first) && !wholeRow.test(first) ? this.#nameOf(first) : null;
        const [values, ...others] = rest;
        const [asked, ...more] = name === null ? [first, ...rest] : [{ name, text: first, values }, ...others];
        if (opened) return askLed(this, () => ({ asText: opened, asParsed: opened }), asked, ...more);
        return Reflect.apply(pg.Client.prototype.query, this, [asked, ...more]);
      },
    });
  }

  #nameOf(text: string): string | null {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostStatements) return known ?? null;
    const name = `prepared_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
