import pg from 'pg';

/** Internals of a pg query that its types omit. Source: pg 8, lib/query.js. */
interface QueryInside {
  readonly text: string | undefined;
  requiresPreparation(): boolean;
  submit(connection: ConnectionInside): Error | null;
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

/** Statements without parameters that are sent before another one, in the same packet. If one fails, none after it runs. */
interface Leading {
  /** For a simple query: they become part of its text. */
  readonly asText: readonly string[];
  /** For a statement that is parsed first. */
  readonly asParsed: readonly string[];
}

/** Called when a query's turn comes; null: it is sent alone. */
type LeadingOf = () => Leading | null;

/** A pg query with statements sent before it. */
export class LeadingQuery extends BaseQuery {
  readonly leading: LeadingOf;
  /** Number of leading statements whose replies are still expected; these come first and are discarded. */
  #unheard = 0;

  constructor(leading: LeadingOf, ...rest: readonly unknown[]) {
    super(...(rest as never[]));
    this.leading = leading;
  }

  override submit(connection: ConnectionInside): Error | null {
    const leading = this.leading();
    if (!leading) return super.submit(connection);
    if (!this.requiresPreparation()) {
      this.#unheard = leading.asText.length;
      connection.query([...leading.asText, this.text].join(';\n'));
      return null;
    }
    this.#unheard = leading.asParsed.length;
    connection.stream.cork();
    for (const text of leading.asParsed) {
      connection.parse({ text });
      connection.bind({});
      connection.execute({});
    }
    const problem = super.submit(connection);
    connection.stream.uncork();
    return problem;
  }

  override handleDataRow(message: unknown): void {
    if (this.#unheard === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: unknown): void {
    if (this.#unheard > 0) this.#unheard -= 1;
    else super.handleCommandComplete(message, connection);
  }
}

/** Like `client.query`, with leading statements. `rest`: values, then a callback if no promise is wanted. */
export function askLed(client: pg.Client, leading: LeadingOf, text: unknown, ...rest: readonly unknown[]): unknown {
  const ask = (query: LeadingQuery) => Reflect.apply(pg.Client.prototype.query, client, [query]);
  if (typeof rest.at(-1) === 'function') return void ask(new LeadingQuery(leading, text, ...rest));
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result));
    ask(new LeadingQuery(leading, text, rest[0], answer));
  });
}
