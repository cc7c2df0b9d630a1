/** An embedder that gave no vectors now and may do so later: it is down, late, busy, or answers what is no answer. */
export class EmbedderUnavailableError extends Error {
  override readonly name = 'EmbedderUnavailableError';
  /** How long it asks not to be asked, in milliseconds; null: it does not say. */
  readonly waitMs: number | null;

  constructor(message: string, { waitMs = null, ...options }: ErrorOptions & { readonly waitMs?: number | null } = {}) {
    super(message, options);
    this.waitMs = waitMs;
  }
}

/**
 * The embedder answers a failure of its own, what is no answer, or not to the end: it may be out of order or away, or break on one of
 * the texts.
 */
export class EmbedderBrokenError extends EmbedderUnavailableError {}

/** A text that the embedder will never embed, or a batch that holds one: asking again is of no use. */
export class TextRefusedError extends Error {
  override readonly name = 'TextRefusedError';
}

/** Throws where vectors of a model cannot be compared with those that are there; null: none are. */
export function requireDimensions(
  { model, dimensions }: { readonly model: string; readonly dimensions: number },
  there: number | null,
): void {
  if (there === null || there === dimensions) return;
  throw new EmbedderUnavailableError(
    `The model ${model} gives vectors of ${dimensions} dimensions, but those that are there have ${there}: they cannot be ` +
      'compared. A model with another dimension needs another name',
  );
}
