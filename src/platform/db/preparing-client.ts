import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const mark = '/* prepared */';
/** Kysely writes it behind the first word. */
const marked = /^(?:select )?\/\* prepared \*\//;

/**
 * Begins a statement that each connection parses and plans only once: one that is sent often, always with the same text,
 * and whose plan does not hang on its parameters. Planning a short statement takes as long as running it.
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/** Most statements that a connection keeps: a text that is put together anew each time would fill the server's memory. */
const mostStatements = 50;

/** A client that prepares the statements that ask for it. Not for PgBouncer, of which older ones mix up whose statement is whose. */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>();

  static {
    // pg declares a dozen forms of `query`: those of a text and its values are looked at, the others go through.
    Object.defineProperty(PreparingClient.prototype, 'query', {
      value(this: PreparingClient, first: unknown, ...rest: unknown[]): unknown {
        const name = typeof first === 'string' && marked.test(first) ? this.#nameOf(first) : null;
        const [values, ...others] = rest;
        const sent = name === null ? [first, ...rest] : [{ name, text: first, values }, ...others];
        return Reflect.apply(pg.Client.prototype.query, this, sent);
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
