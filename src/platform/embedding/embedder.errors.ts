/** The embedder returned no vectors but may do so later: it is down, late, busy, or its response is invalid. */
export class EmbedderUnavailableError extends Error {
  override readonly name = 'EmbedderUnavailableError';
  /** How long it asks not to be called, in milliseconds; null: unspecified. */
  readonly waitMs: number | null;

  constructor(message: string, { waitMs = null, ...options }: ErrorOptions & { readonly waitMs?: number | null } = {}) {
    super(message, options);
    this.waitMs = waitMs;
  }
}

/**
 * The embedder responded with a server error, an invalid response or an incomplete one: it may be out of order or unavailable, or
 * fail on one of the texts.
 */
export class EmbedderBrokenError extends EmbedderUnavailableError {}

/** A text that the embedder will never accept, or a batch with such a text: retrying is of no use. */
export class TextRefusedError extends Error {
  override readonly name = 'TextRefusedError';
}

/** Throws if vectors of a model are not comparable with the stored ones, which have `there` dimensions; null: none are stored. */
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
