import pg from 'pg';

/** What a query of pg does that its types keep to themselves. Source: pg 8, lib/query.js. */
interface QueryInside {
  readonly text: string | undefined;
  requiresPreparation(): boolean;
  submit(connection: ConnectionInside): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: unknown): void;
}

interface ConnectionInside {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  parse(statement: { readonly text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
}

type Constructor<T> = new (...values: never[]) => T;
const BaseQuery = pg.Query as unknown as Constructor<QueryInside>;
const idle = 'I';

/**
 * A client whose every transaction begins with a search path, one of a single statement too. For connections that take no options
 * and that a pooler hands to others in between: a path that outlived its transaction would be theirs. It costs no round trip:
 * both leave in one packet. Not for what cannot run in a transaction.
 */
export function scopedClient(path: string): typeof pg.Client {
  const literal = path.replaceAll("'", "''");

  class ScopedQuery extends BaseQuery {
    readonly #client: pg.Client;
    /** Whose answer comes first, and is nobody's. */
    #awaitsPath = false;

    constructor(client: pg.Client, ...rest: readonly unknown[]) {
      super(...(rest as never[]));
      this.#client = client;
    }

    override submit(connection: ConnectionInside): Error | null {
      if (this.#client.getTransactionStatus() !== idle) return super.submit(connection);
      this.#awaitsPath = true;
      if (!this.requiresPreparation()) {
        // Not by a query: nothing may be asked before `begin isolation level …`.
        connection.query(`set local search_path = ${path};\n${this.text}`);
        return null;
      }
      connection.stream.cork();
      connection.parse({ text: `select set_config('search_path', '${literal}', true)` });
      connection.bind({});
      connection.execute({});
      const problem = super.submit(connection);
      connection.stream.uncork();
      return problem;
    }

    override handleDataRow(message: unknown): void {
      if (!this.#awaitsPath) super.handleDataRow(message);
    }

    override handleCommandComplete(message: unknown, connection: unknown): void {
      if (this.#awaitsPath) this.#awaitsPath = false;
      else super.handleCommandComplete(message, connection);
    }
  }

  class ScopedClient extends pg.Client {}
  // pg declares a dozen forms of `query`: with and without values, with a callback or for a promise.
  Object.defineProperty(ScopedClient.prototype, 'query', {
    value(this: pg.Client, text: unknown, ...rest: readonly unknown[]): unknown {
      const ask = (query: ScopedQuery) => Reflect.apply(pg.Client.prototype.query, this, [query]);
      if (typeof rest.at(-1) === 'function') return void ask(new ScopedQuery(this, text, ...rest));
      return new Promise((resolve, reject) => {
        const answer = (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result));
        ask(new ScopedQuery(this, text, rest[0], answer));
      });
    },
  });
  return ScopedClient;
}
