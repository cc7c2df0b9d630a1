import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/**
 * The parts of a request that plugins and resolvers read: method, URL, headers by name, and a signal that aborts when the client
 * disconnects. Fetch's own Request copies everything up front, which takes longer than a small query.
 */
export const lightRequest = (request: IncomingMessage, response: ServerResponse): Request =>
  new LightRequest(request, response) as unknown as Request;

class LightRequest {
  readonly method: string;
  readonly headers: LightHeaders;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #gone: AbortController | null = null;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.method = request.method ?? 'POST';
    this.headers = new LightHeaders(request.headers);
    this.#request = request;
    this.#response = response;
  }

  get url(): string {
    return `http://${this.headers.get('host') ?? 'localhost'}${this.#request.url}`;
  }

  get signal(): AbortSignal {
    if (this.#gone) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    const response = this.#response;
    if (response.closed && !response.writableFinished) gone.abort();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    return gone.signal;
  }
}

/** Reads the headers of a request where they are. */
export class LightHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(', ') : value) ?? null;
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  forEach(callback: (value: string, name: string) => void): void {
    for (const [name, value] of this) callback(value, name);
  }

  entries(): IterableIterator<[string, string]> {
    return this[Symbol.iterator]();
  }

  *[Symbol.iterator](): IterableIterator<[string, string]> {
    for (const name of Object.keys(this.#headers)) yield [name, this.get(name) ?? ''];
  }
}
