import { EmbedderBrokenError, EmbedderUnavailableError, TextRefusedError } from './embedder.errors.ts';
import type { Embedder, TextKind, Vector } from './embedder.ts';

/** Into so many parts goes what fails together: those that are right cost few calls, and the text to blame is waited for three times. */
const parts = 8;

/** How texts are asked for, and who is told what came of each. */
export interface EachText<Item> {
  readonly kind: TextKind;
  readonly textOf: (item: Item) => string;
  /** An error: the text is refused for good, or breaks an embedder that takes others. */
  readonly settle: (item: Item, made: Vector | Error) => void;
  readonly signal: AbortSignal;
}

/**
 * Embeds texts of which some may be refused, or break the embedder: these alone fail. Any other failure is thrown, after what came
 * before it was told. An embedder that is away is asked for no more than two things: all of them, and whether it is.
 */
export async function embedEach<Item>(embedder: Embedder, items: readonly Item[], to: EachText<Item>): Promise<void> {
  try {
    const vectors = await embedder.embed(items.map(to.textOf), to.kind, to.signal);
    for (const [index, item] of items.entries()) to.settle(item, vectors[index] ?? noVector());
    return;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
  }
  await embedApart(embedder, items, to);
}

/** The same for texts that failed together, as `isPerhapsOfText`. */
export async function embedApart<Item>(embedder: Embedder, items: readonly Item[], to: EachText<Item>): Promise<void> {
  await requireEmbedding(embedder, to);
  const few = Math.ceil(items.length / parts);
  for (let first = 0; first < items.length; first += few) {
    const [item, ...others] = items.slice(first, first + few);
    if (item === undefined) return;
    if (others.length > 0) await embedEach(embedder, [item, ...others], to);
    else to.settle(item, await vectorOf(embedder, item, to));
  }
}

async function vectorOf<Item>(embedder: Embedder, item: Item, to: EachText<Item>): Promise<Vector | Error> {
  try {
    const [vector = noVector()] = await embedder.embed([to.textOf(item)], to.kind, to.signal);
    return vector;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
    // Whatever else may have broken it meanwhile would break it still.
    if (error instanceof EmbedderBrokenError) await requireEmbedding(embedder, to);
    return error;
  }
}

/** Whether one of the texts that were asked for may be to blame. */
export const isPerhapsOfText = (error: unknown): error is TextRefusedError | EmbedderBrokenError =>
  error instanceof TextRefusedError || error instanceof EmbedderBrokenError;

const noVector = (): Error => new Error('An embedder gave fewer vectors than it was given texts');

/**
 * An endpoint that refuses what any model takes is set up wrongly: no text is to blame. It is asked as the texts were: one that died of a
 * stored text has time to come back, while a question, which somebody waits for, soon finds it away.
 */
async function requireEmbedding(
  embedder: Embedder,
  { kind, signal }: Pick<EachText<unknown>, 'kind' | 'signal'>,
): Promise<void> {
  try {
    await embedder.embed(['good morning'], kind, signal);
  } catch (error) {
    if (!(error instanceof TextRefusedError)) throw error;
    throw new EmbedderUnavailableError(
      `The embedder refuses any text, so that a setting of it must be wrong (EMBEDDING_…): ${error.message}`,
      { cause: error },
    );
  }
}
