import type { Driver, ManagedTransaction, Session } from 'neo4j-driver';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { SettingError } from '../config/config-error.ts';
import { errorCode } from '../error-code.ts';
import { messageOf } from '../error-message.ts';
import { orAfter } from '../or-after.ts';
import { timed } from '../request-times.ts';
import type { Cypher, CypherWork, Neo4j } from './cypher.ts';
import { Neo4jUnavailableError } from './neo4j.errors.ts';

interface Neo4jOptions extends Omit<NonNullable<Config['neo4j']>, 'prefix'> {
  /** Runs each time that Neo4j has become available, before anything else: creates constraints and indexes. */
  readonly prepare: (neo4j: Neo4j) => Promise<void>;
  readonly log: Logger;
  /** A server that is silent for this long is taken for lost. */
  readonly silentMs?: number;
}

const poolSize = 20;
const connectMs = 3_000;
/** Maximum wait for a connection of the pool. */
const acquireMs = 5_000;
/** How long the driver retries transient errors. */
const retryMs = 2_000;
/** Time limit for a transaction on the server. */
const transactionMs = 15_000;
/** The sum of these limits. A server that vanishes closes no connections, and the driver would wait two minutes for it. */
const patientMs = connectMs + acquireMs + retryMs + transactionMs;
/** Interval of attempts to reconnect; longer if the password is rejected, since Neo4j would otherwise lock the user out. */
const lookMs = 1_000;
const lookRefusedMs = 30_000;

/** The connection pool to Neo4j. Neo4j may be unavailable at any time, including the start: reconnects until it is back. */
export class Neo4jConnection implements Neo4j, AsyncDisposable {
  readonly #driver: Driver;
  readonly #options: Neo4jOptions;
  readonly #backListeners: (() => void)[] = [];
  /** Runs transactions without checking whether Neo4j is known to be down, as the reconnect attempts need. */
  readonly #unchecked: Neo4j = {
    read: (work) =>
      this.#heard(this.#inSession((session) => session.executeRead((one) => work(cypherOf(one)), limits))),
    write: (work) =>
      this.#heard(this.#inSession((session) => session.executeWrite((one) => work(cypherOf(one)), limits))),
  };
  #trouble: string | null = 'it has not answered yet';
  #looking: NodeJS.Timeout | null = null;
  #closed = false;
  /** Sessions that are active or wait for a connection, their maximum since Neo4j came back, and the number that timed out. */
  #sessions = 0;
  #mostSessions = 0;
  #timeouts = 0;

  private constructor(driver: Driver, options: Neo4jOptions) {
    this.#driver = driver;
    this.#options = options;
  }

  /** Loads the driver; does not connect yet. */
  static async open(options: Neo4jOptions): Promise<Neo4jConnection> {
    const { default: neo4j } = await import('neo4j-driver');
    const settings = {
      maxConnectionPoolSize: poolSize,
      connectionTimeout: connectMs,
      connectionAcquisitionTimeout: acquireMs,
      maxTransactionRetryTime: retryMs,
      disableLosslessIntegers: true,
    };
    try {
      const driver = neo4j.driver(options.url, neo4j.auth.basic(options.user, options.password), settings);
      return new Neo4jConnection(driver, options);
    } catch {
      // The driver's message repeats the parameters.
      throw new SettingError('NEO4J_URL', 'no parameters; neo4j:// takes some, each once and with a value');
    }
  }

  /** Connects, and keeps trying until Neo4j is available. */
  async start(): Promise<void> {
    await this.#look();
  }

  get isUp(): boolean {
    return this.#trouble === null;
  }

  /** Figures of the pool. The driver exposes none: a session uses one connection, and connections stay open until Neo4j goes away. */
  get figures() {
    const total = Math.min(this.#mostSessions, poolSize);
    return {
      name: 'neo4j',
      total,
      idle: Math.max(0, total - this.#sessions),
      waiting: Math.max(0, this.#sessions - poolSize),
      max: poolSize,
      timeouts: this.#timeouts,
    };
  }

  /** Calls `listener` each time that Neo4j becomes available, including the first time. */
  onBack(listener: () => void): void {
    this.#backListeners.push(listener);
  }

  read<Result>(work: CypherWork<Result>): Promise<Result> {
    return timed('neo4j', () => this.#run((neo4j) => neo4j.read(work)));
  }

  write<Result>(work: CypherWork<Result>): Promise<Result> {
    return this.#run((neo4j) => neo4j.write(work));
  }

  /** Throws, with the reason, if Neo4j does not answer. */
  async check(): Promise<null> {
    await this.read((cypher) => cypher.run('RETURN 1 AS one', {}));
    return null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    if (this.#looking) clearTimeout(this.#looking);
    await this.#driver.close();
  }

  async #run<Result>(work: (neo4j: Neo4j) => Promise<Result>): Promise<Result> {
    if (this.#trouble !== null) throw new Neo4jUnavailableError(`Neo4j is away: ${this.#trouble}`);
    return await work(this.#unchecked).catch((error: unknown) => {
      if (isTooLong(error)) throw new Neo4jUnavailableError('Neo4j took too long', { cause: error });
      const trouble = troubleOf(error);
      if (trouble === null) throw error;
      this.#lost(trouble);
      throw new Neo4jUnavailableError(`Neo4j is away: ${trouble}`, { cause: error });
    });
  }

  async #inSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = this.#driver.session();
    this.#sessions += 1;
    this.#mostSessions = Math.max(this.#mostSessions, this.#sessions);
    try {
      return await work(session);
    } catch (error) {
      if (/acquisition timed out/i.test(messageOf(error))) this.#timeouts += 1;
      throw error;
    } finally {
      this.#sessions -= 1;
      await session.close();
    }
  }

  /** Rejects if the server stays silent for too long. A late result is ignored: fences protect the copy from late writes. */
  async #heard<Result>(work: Promise<Result>): Promise<Result> {
    const ms = this.#options.silentMs ?? patientMs;
    const answer = await orAfter(
      work.then((value) => ({ value })),
      ms,
      null,
    );
    if (answer === null) throw new Neo4jUnavailableError(`it has said nothing for ${ms / 1_000} s`);
    return answer.value;
  }

  #lost(trouble: string): void {
    if (this.#trouble === null) this.#options.log.error({ trouble }, 'Neo4j is away: the graph does without it');
    this.#trouble = trouble;
    this.#mostSessions = this.#sessions;
    this.#lookAgain(trouble);
  }

  #lookAgain(trouble: string): void {
    if (this.#closed || this.#looking) return;
    this.#looking = setTimeout(
      () => {
        this.#looking = null;
        void this.#look();
      },
      trouble === refused ? lookRefusedMs : lookMs,
    ).unref();
  }

  /** Tries to connect. Never rejects: failures are logged and retried. */
  async #look(): Promise<void> {
    const { log, prepare, url } = this.#options;
    try {
      await prepare(this.#unchecked);
      if (this.#closed) return;
      this.#trouble = null;
      log.info({ url }, 'Neo4j answers');
      for (const listener of this.#backListeners) listener();
    } catch (error) {
      const trouble = troubleOf(error) ?? messageOf(error);
      if (this.#trouble !== trouble && !this.#closed) {
        log.error(
          { url, trouble, err: trouble === refused ? undefined : error },
          'Neo4j cannot be used: the graph does without it',
        );
      }
      this.#trouble = trouble;
      this.#lookAgain(trouble);
    }
  }
}

const limits = { timeout: transactionMs };
const refused = 'it refuses the user and password of NEO4J_USER and NEO4J_PASSWORD';

const cypherOf = (transaction: ManagedTransaction): Cypher => ({
  async run<Row extends object>(query: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]> {
    const { records } = await transaction.run(query, parameters);
    return records.map((record) => record.toObject() as Row);
  },
});

/** Whether Neo4j is available but did not finish in time. */
const isTooLong = (error: unknown): boolean =>
  errorCode(error).startsWith('Neo.ClientError.Transaction.TransactionTimedOut');

/** The driver names a setting of its own for a certificate, and none where the first server of neo4j+s has a wrong one. */
const withCertificate = (message: string): string =>
  /certificate|perform discovery/i.test(message)
    ? `${message}; with TLS, NODE_EXTRA_CA_CERTS names the authority of its certificate, and NEO4J_URL the host`
    : message;

/** Returns why Neo4j is unavailable, in words; null if the query itself was wrong. */
function troubleOf(error: unknown): string | null {
  if (error instanceof Neo4jUnavailableError) return error.message;
  const code = errorCode(error);
  if (code.startsWith('Neo.ClientError.Security.')) return refused;
  if (code === 'ServiceUnavailable' || code === 'SessionExpired') return withCertificate(messageOf(error));
  if (/^Neo\.(?:TransientError|DatabaseError)\./.test(code)) return messageOf(error);
  if (code.startsWith('Neo.')) return null;
  return /pool|acquisition timed out|ECONN|closed/i.test(messageOf(error)) ? messageOf(error) : null;
}
