import { type ClientRequest, request } from 'node:http';
import { WebSocket } from 'ws';

/**
 * What one subscriber received, in order: a new memory by its content, a changed one by its id, or a gap by the number of missing
 * events.
 */
export type Seen = { readonly content: string } | { readonly changed: string } | { readonly dropped: number };

interface SubscriberOptions {
  readonly token: string;
  readonly collectionId: string;
  /** Where the first subscription begins. */
  readonly cursor: string;
  readonly transport: 'ws' | 'sse';
  readonly buffer: { readonly size: number; readonly overflow: 'COALESCE' | 'DROP_OLDEST' | 'CLOSE' };
  /** The server to connect to next. */
  readonly endpoint: () => string;
}

const query = `subscription ($id: ID!, $after: String, $buffer: BufferInput) {
  collectionEvents(collectionId: $id, after: $after, buffer: $buffer) {
    __typename
    ... on StreamEvent { cursor }
    ... on MemoryAdded { memory { content } }
    ... on MemoryChanged { memory { id } }
    ... on StreamGap { reason dropped }
  }
}`;

interface Connection {
  pause(): void;
  resume(): void;
  destroy(): void;
}

/** A client that reconnects whenever its connection ends, with the cursor of the last event it applied. */
export class ChaosSubscriber {
  readonly seen: Seen[] = [];
  readonly #options: SubscriberOptions;
  #cursor: string;
  #connection: Connection | null = null;
  #opened = false;
  #stopped = false;
  /** Reasons other than a lost connection for which a stream ended. */
  readonly failures: string[] = [];
  connections = 0;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#cursor = options.cursor;
    this.#connect();
  }

  /** Whether the present subscription was confirmed. */
  get isConnected(): boolean {
    return this.#opened;
  }

  get last(): string | null {
    const last = this.seen.at(-1);
    return last && 'content' in last ? last.content : null;
  }

  drop(): void {
    this.#connection?.destroy();
  }

  /** Stops reading for this long. */
  doze(ms: number): void {
    const wake = this.stall();
    setTimeout(wake, ms);
  }

  /** Stops reading. Returns a function that resumes it. */
  stall(): () => void {
    const connection = this.#connection;
    connection?.pause();
    return () => connection?.resume();
  }

  /** Number of events reported as dropped. */
  get dropped(): number {
    return this.seen.reduce((sum, one) => sum + ('dropped' in one ? one.dropped : 0), 0);
  }

  /** Number of log events received. */
  get told(): number {
    return this.seen.filter((one) => !('dropped' in one)).length;
  }

  stop(): void {
    this.#stopped = true;
    this.drop();
  }

  #connect(): void {
    if (this.#stopped) return;
    this.connections += 1;
    const { transport } = this.#options;
    // Late data on an ended connection can be ignored: the next connection delivers it again.
    let current = true;
    const tell = (text: string) => {
      if (current) this.#apply(text);
    };
    const ended = () => {
      if (!current) return;
      current = false;
      this.#opened = false;
      setTimeout(() => this.#connect(), 50 + Math.random() * 300);
    };
    this.#connection = transport === 'ws' ? this.#overSocket(tell, ended) : this.#overEvents(tell, ended);
  }

  #overSocket(tell: (text: string) => void, ended: () => void): Connection {
    const { endpoint, token } = this.#options;
    const socket = new WebSocket(endpoint().replace('http', 'ws'), 'graphql-transport-ws');
    const send = (message: object) => socket.send(JSON.stringify(message));
    socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack')
        send({ type: 'subscribe', id: '1', payload: { query, variables: this.#variables() } });
      else if (type === 'next') tell(JSON.stringify(payload));
      else this.#fail(type, payload, () => socket.terminate());
    });
    socket.on('error', () => {});
    socket.on('close', ended);
    return { pause: () => socket.pause(), resume: () => socket.resume(), destroy: () => socket.terminate() };
  }

  #overEvents(tell: (text: string) => void, ended: () => void): Connection {
    const { endpoint, token, cursor } = this.#options;
    const variables = JSON.stringify({ ...this.#variables(), after: cursor });
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}`, 'last-event-id': this.#cursor };
    const url = `${endpoint()}?${new URLSearchParams({ query, variables })}`;
    const sent: ClientRequest = request(url, { headers, agent: false }, (response) => {
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const data = /^data: (.+)$/m.exec(part)?.[1];
          if (data !== undefined) tell(data);
        }
      });
      response.on('error', () => {});
      response.on('close', ended);
      connection.pause = () => response.pause();
      connection.resume = () => response.resume();
    });
    const connection: Connection = { pause: () => {}, resume: () => {}, destroy: () => sent.destroy() };
    sent.on('error', ended);
    sent.end();
    return connection;
  }

  #variables() {
    const { collectionId, buffer } = this.#options;
    return { id: collectionId, after: this.#cursor, buffer };
  }

  #apply(text: string): void {
    const { data, errors } = JSON.parse(text);
    if (errors) {
      this.#fail('errors', errors, () => this.drop());
      return;
    }
    const { __typename, cursor, memory, dropped } = data.collectionEvents;
    if (__typename === 'StreamOpened') this.#opened = true;
    if (__typename === 'MemoryAdded') this.seen.push({ content: memory.content.split(' .', 1)[0] });
    if (__typename === 'MemoryChanged') this.seen.push({ changed: memory.id });
    if (__typename === 'StreamGap') this.seen.push({ dropped });
    this.#cursor = cursor;
  }

  /** Ignores UNAVAILABLE, which occurs while a database connection is being opened and is transient; anything else is a failure. */
  #fail(type: string, payload: unknown, end: () => void): void {
    const text = JSON.stringify(payload);
    if (type !== 'complete' && !text.includes('UNAVAILABLE')) this.failures.push(`${type} ${text}`);
    end();
  }
}
