import { type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

interface ServerSentEvent {
  readonly event: string;
  readonly id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests read into events freely and compare what they find
  readonly data: any;
}

/** Reads server-sent events as they arrive, or stops reading. */
export class EventReader {
  readonly response: IncomingMessage;
  readonly events: ServerSentEvent[] = [];
  /** All received text, including comments. */
  text = '';
  /** Resolves when the connection is over: true if the server ended the answer properly. */
  readonly ended: Promise<boolean>;

  private constructor(response: IncomingMessage) {
    this.response = response;
    this.ended = new Promise((resolve) => response.once('close', () => resolve(response.complete)));
    response.on('error', () => {});
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
      const whole = this.text.split('\n\n').slice(0, -1);
      this.events.splice(0, this.events.length, ...whole.filter((part) => part !== ':').map(parse));
    });
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  static open(url: string, headers: Record<string, string> = {}, body?: unknown): Promise<EventReader> {
    return new Promise((resolve, reject) => {
      const given = { accept: 'text/event-stream', authorization: 'Bearer ada', ...headers };
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers: { ...given, ...json } });
      onTestFinished(() => void sent.destroy());
      sent.on('error', reject).on('response', (response) => resolve(new EventReader(response)));
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  vanish(): void {
    this.response.destroy();
  }
}

function parse(part: string): ServerSentEvent {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? null;
  const data = field('data');
  return { event: field('event') ?? 'message', id: field('id'), data: data ? JSON.parse(data) : null };
}
