import { boundedText } from '../../platform/bounded-text.ts';
import type { RerankConfig, RerankProvider } from '../../platform/config/config.ts';
import { LastCall } from '../../platform/last-call.ts';
import { type Judged, type RerankForm, rerankForms } from './rerank-forms.ts';
import { RerankerError } from './reranker.errors.ts';
import type { Reranker } from './reranker.ts';

/** Some endpoints send every document back with its score: 50 of 32,000 characters fit. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** Statuses that point to the API key, and to the other settings. */
const ofKey: readonly number[] = [401, 403];
const ofRequest: readonly number[] = [301, 302, 303, 307, 308, 400, 404, 405, 413, 415, 422];

/** Calls `POST {baseUrl}/rerank` in the format of the provider. */
export class HttpReranker implements Reranker {
  readonly lastCall = new LastCall();
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #model: { readonly model?: string };
  readonly #provider: RerankProvider;
  readonly #form: RerankForm;

  constructor({ baseUrl, apiKey, model, provider }: NonNullable<RerankConfig['endpoint']>) {
    this.#url = new URL(baseUrl);
    this.#url.pathname = this.#url.pathname.replace(/\/*$/, '/rerank');
    this.#headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    this.#model = model === null ? {} : { model };
    this.#provider = provider;
    this.#form = rerankForms[provider];
  }

  async score(question: string, documents: readonly string[], signal: AbortSignal): Promise<(number | null)[]> {
    const { most } = this.#form;
    const parts: (readonly string[])[] = [];
    for (let first = 0; first < documents.length; first += most) parts.push(documents.slice(first, first + most));
    try {
      const scores = (await Promise.all(parts.map((part) => this.#judge(question, part, signal)))).flat();
      this.lastCall.succeeded();
      return scores;
    } catch (error) {
      if (error instanceof RerankerError) this.lastCall.failed(error.message);
      throw error;
    }
  }

  async #judge(question: string, documents: readonly string[], signal: AbortSignal): Promise<(number | null)[]> {
    const body = JSON.stringify(this.#form.body(question, documents, this.#model));
    const judged = this.#form.read(await this.#answer(body, signal));
    if (judged) return scoresOf(judged, documents.length);
    throw new RerankerError(
      `its answer is no JSON with the index of a document and a finite score in each of its results, as RERANK_PROVIDER=${this.#provider} has them`,
    );
  }

  async #answer(body: string, signal: AbortSignal): Promise<string> {
    try {
      // No redirects: the content is meant for this endpoint only.
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: this.#headers,
        body,
        signal,
        redirect: 'manual',
      });
      if (response.ok) return await textOf(response);
      await response.body?.cancel();
      throw new RerankerError(`it answered with status ${response.status}${this.#hint(response.status)}`);
    } catch (error) {
      if (error instanceof RerankerError || signal.aborted) throw error;
      throw new RerankerError('it cannot be reached', { cause: error });
    }
  }

  /** The settings to check when the endpoint refuses a request. */
  #hint(status: number): string {
    if (ofKey.includes(status)) return ': look at RERANK_API_KEY';
    return ofRequest.includes(status)
      ? `: look at RERANK_BASE_URL, RERANK_MODEL and RERANK_PROVIDER=${this.#provider}`
      : '';
  }
}

async function textOf(response: Response): Promise<string> {
  const text = await boundedText(response, maxAnswerBytes);
  if (text === null) throw new RerankerError(`its answer has more than ${maxAnswerBytes} bytes`);
  return text;
}

function scoresOf(judged: readonly Judged[], documents: number): (number | null)[] {
  const scores = new Array<number | null>(documents).fill(null);
  for (const { index, score } of judged) {
    if (index >= documents) throw new RerankerError(`it judged document ${index} of ${documents}`);
    if (scores[index] !== null) throw new RerankerError(`it judged document ${index} twice`);
    scores[index] = score;
  }
  return scores;
}
