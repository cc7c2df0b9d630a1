import { z } from 'zod';
import { boundedText } from '../../platform/bounded-text.ts';
import type { RerankConfig } from '../../platform/config/config.ts';
import { RerankerError } from './reranker.errors.ts';
import type { Reranker } from './reranker.ts';

/** Some endpoints send every document back with its score: 50 of 32,000 characters fit. */
const maxAnswerBytes = 8 * 1024 * 1024;

const answerShape = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })).min(1),
});

/** Asks `POST {baseUrl}/rerank`, as Cohere and Jina offer it, and servers of open models after them. */
export class HttpReranker implements Reranker {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #model: string | null;

  constructor({ baseUrl, apiKey, model }: NonNullable<RerankConfig['endpoint']>) {
    this.#url = new URL(baseUrl);
    this.#url.pathname = this.#url.pathname.replace(/\/*$/, '/rerank');
    this.#headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    this.#model = model;
  }

  async score(question: string, documents: readonly string[], signal: AbortSignal): Promise<(number | null)[]> {
    const model = this.#model === null ? {} : { model: this.#model };
    const body = JSON.stringify({ ...model, query: question, documents, top_n: documents.length });
    return scoresIn(await this.#answer(body, signal), documents.length);
  }

  async #answer(body: string, signal: AbortSignal): Promise<string> {
    try {
      // What is sent is meant for this endpoint alone, so that no redirect is followed.
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: this.#headers,
        body,
        signal,
        redirect: 'error',
      });
      if (response.ok) return await textOf(response);
      await response.body?.cancel();
      throw new RerankerError(`it answered with status ${response.status}`);
    } catch (error) {
      if (error instanceof RerankerError || signal.aborted) throw error;
      throw new RerankerError('it cannot be reached', { cause: error });
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const text = await boundedText(response, maxAnswerBytes);
  if (text === null) throw new RerankerError(`its answer has more than ${maxAnswerBytes} bytes`);
  return text;
}

function scoresIn(text: string, documents: number): (number | null)[] {
  const scores = new Array<number | null>(documents).fill(null);
  for (const { index, relevance_score: score } of resultsIn(text)) {
    if (index >= documents) throw new RerankerError(`it judged document ${index} of ${documents}`);
    if (scores[index] !== null) throw new RerankerError(`it judged document ${index} twice`);
    scores[index] = score;
  }
  return scores;
}

function resultsIn(text: string): z.output<typeof answerShape>['results'] {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new RerankerError('its answer is no JSON');
  }
  const read = answerShape.safeParse(answer);
  if (read.success) return read.data.results;
  throw new RerankerError('its answer has no results, each with the index of a document and a finite relevance_score');
}
