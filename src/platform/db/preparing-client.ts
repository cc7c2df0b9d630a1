import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { askLed } from './leading-query.ts';

const mark = '/* prepared */';
/** Kysely writes it behind the first word. */
const marked = /^(?:select )?\/\* prepared \*\//;

/**
 * Begins a statement that each connection parses and plans only once: one that is sent often, always with the same text,
 * and whose plan does not hang on its parameters. Planning a short statement takes as long as running it. One that asks for
 * all columns of a table, whatever they are, is sent as it is.
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/**
 * All columns of a table, as Kysely asks for them. A migration that adds one changes what such a statement answers, and of a
 * prepared one Postgres refuses that: a server would fail as long as its connections live.
 */
const wholeRow = /"\.\*/;

/** Most statements that a connection keeps: a text that is put together anew each time would fill the server's memory. */
const mostStatements = 100;

const openingMark = '/* opening */';

/** Statements without parameters that begin a transaction: they wait for the first one in it, and leave in its packet. */
export const opening = (...statements: readonly string[]): string => `${openingMark} ${statements.join(';\n')}`;

const nothing = { command: '', rowCount: null, oid: 0, fields: [], rows: [] } satisfies pg.QueryResult;

/**
 * A client that prepares the statements that ask for it, and sends no packet of its own for what begins a transaction. Not for
 * PgBouncer, of which older ones mix up whose statement is whose.
 */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();
  /** What begins the transaction, of which no statement was sent yet. */
  #opening: readonly string[] | null = null;

  static {
    // pg declares a dozen forms of `query`: those of a text and its values are looked at, the others go through.
    Object.defineProperty(PreparingClient.prototype, 'query', {
      value(this: PreparingClient, first: unknown, ...rest: unknown[]): unknown {
        const opened = this.#opening;
        this.#opening = null;
        if (typeof first === 'string' && first.startsWith(openingMark)) {
          this.#opening = first.slice(openingMark.length).split(';\n');
          return Promise.resolve(nothing);
        }
        // It never began.
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
