import { EmbedderBrokenError, EmbedderUnavailableError, TextRefusedError } from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';

/** Number of parts into which a failed batch is split: valid texts need few calls, and the faulty one is asked for three times. */
const parts = 8;

/** How to embed the texts, and where to report each result. */
export interface EachText<Item> {
  readonly kind: TextKind;
  readonly textOf: (item: Item) => string;
  /** An Error means that the text is rejected permanently, or breaks an embedder that accepts others. */
  readonly settle: (item: Item, made: Vector | Error) => void;
  readonly signal: AbortSignal;
  /** Asked before each request: returns those items whose texts may still be sent. The others have no result. Omitted: all may. */
  readonly left?: (items: readonly Item[]) => Promise<readonly Item[]>;
}

/**
 * Embeds texts, some of which may be rejected or break the embedder: only these fail. Any other failure is thrown, after the
 * results before it were reported. An embedder that is down gets at most two requests: the whole batch, and a probe.
 */
export async function embedEach<Item>(embedder: Embedder, given: readonly Item[], to: EachText<Item>): Promise<void> {
  const items = await leftOf(given, to);
  if (items.length === 0) return;
  try {
    const vectors = await embedder.embed(items.map(to.textOf), to.kind, to.signal, mayRepeat(items, to));
    for (const [index, item] of items.entries()) to.settle(item, vectors[index] ?? noVector());
    return;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
  }
  await embedApart(embedder, items, to);
}

/** The same for texts that failed together with an error for which `isPerhapsOfText` is true. */
export async function embedApart<Item>(embedder: Embedder, items: readonly Item[], to: EachText<Item>): Promise<void> {
  await requireEmbedding(embedder, to);
  const few = Math.ceil(items.length / parts);
  for (let first = 0; first < items.length; first += few) {
    const [item, ...others] = items.slice(first, first + few);
    if (item === undefined) return;
    if (others.length > 0) await embedEach(embedder, [item, ...others], to);
    else if ((await leftOf([item], to)).length > 0) to.settle(item, await vectorOf(embedder, item, to));
  }
}

const leftOf = async <Item>(items: readonly Item[], { left }: EachText<Item>): Promise<readonly Item[]> =>
  left ? await left(items) : items;

const mayRepeat =
  <Item>(items: readonly Item[], to: EachText<Item>) =>
  async (): Promise<boolean> =>
    (await leftOf(items, to)).length === items.length;

async function vectorOf<Item>(embedder: Embedder, item: Item, to: EachText<Item>): Promise<Vector | Error> {
  try {
    const repeatable = mayRepeat([item], to);
    const [vector = noVector()] = await embedder.embed([to.textOf(item)], to.kind, to.signal, repeatable);
    return vector;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
    // If something else has broken the embedder meanwhile, the probe fails too and throws.
    if (error instanceof EmbedderBrokenError) await requireEmbedding(embedder, to);
    return error;
  }
}

/** Whether one of the texts may be at fault. */
export const isPerhapsOfText = (error: unknown): error is TextRefusedError | EmbedderBrokenError =>
  error instanceof TextRefusedError || error instanceof EmbedderBrokenError;

const noVector = (): Error => new Error('An embedder gave fewer vectors than it was given texts');

/**
 * Probes with a harmless text: an endpoint that rejects it is misconfigured, and no text is at fault. The probe is sent with the
 * patience of the texts' kind: after a stored text an endpoint that crashed has time to restart, while for a query, which
 * somebody waits for, it fails soon.
 */
async function requireEmbedding(
  embedder: Embedder,
  { kind, signal }: Pick<EachText<unknown>, 'kind' | 'signal'>,
): Promise<void> {
  try {
    await embedder.embed(['good morning'], kind, signal);
  } catch (error) {
    if (!(error instanceof TextRefusedError)) throw error;
    const reason = `The embedder refuses any text, so that a setting of it must be wrong (EMBEDDING_…): ${error.message}`;
    // Only here is it known that not one text is at fault.
    embedder.lastCall?.failed(reason);
    throw new EmbedderUnavailableError(reason, { cause: error });
  }
}
