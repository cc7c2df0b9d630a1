/** An embedder that gave no vectors now and may do so later: it is down, late, busy, or answers what is no answer. */
export class EmbedderUnavailableError extends Error {
  override readonly name = 'EmbedderUnavailableError';
}

/** A text that the embedder will never embed, or a batch that holds one: asking again is of no use. */
export class TextRefusedError extends Error {
  override readonly name = 'TextRefusedError';
}
