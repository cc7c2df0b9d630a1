import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { mutationText } from './mutate.ts';

const query = mutationText('addMemory', 'memory { id }');

interface WriterOptions {
  readonly endpoint: string;
  readonly token: string;
  readonly collectionId: string;
  readonly name: string;
  readonly pauseMs: number;
}

/** A client that adds memories one after the other over a keep-alive connection, and retries each until it is acknowledged. */
export class PersistentWriter {
  /** Contents that the server acknowledged as stored. */
  readonly acknowledged: string[] = [];
  /** Connections that broke during a request. */
  readonly broken: string[] = [];
  /** Error answers. */
  readonly refused: string[] = [];
  readonly #options: WriterOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Writes until the signal is aborted and the last memory is acknowledged. */
  async run(signal: AbortSignal): Promise<void> {
    for (let n = 0; !signal.aborted; n += 1) {
      const content = `${this.#options.name} ${n}`;
      while (!(await this.#add(content))) await delay(50);
      this.acknowledged.push(content);
      await delay(this.#options.pauseMs);
    }
    this.#agent.destroy();
  }

  async #add(content: string): Promise<boolean> {
    const { collectionId } = this.#options;
    const input = { collectionId, memory: { content, idempotencyKey: content } };
    try {
      const text = await this.#post(JSON.stringify({ query, variables: { input } }));
      if (JSON.parse(text).data?.addMemory.memory) return true;
      this.refused.push(text);
    } catch (error) {
      this.broken.push(String(error));
    }
    return false;
  }

  #post(body: string): Promise<string> {
    const { endpoint, token } = this.#options;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const sent = request(endpoint, { agent: this.#agent, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
