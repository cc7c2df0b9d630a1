import type { E5Files } from './e5-encoder.ts';
import type { TextKind, Vector } from './embedder.ts';

/** What the thread is started with. */
export type OnnxStart = E5Files;

export type ToOnnx =
  | { readonly kind: 'embed'; readonly call: number; readonly texts: readonly string[]; readonly as: TextKind }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'forget'; readonly call: number }
  /** End when the text at hand is done: a thread that is ended by force while the runtime works takes the process with it. */
  | { readonly kind: 'close' };

export type FromOnnx =
  | { readonly kind: 'ready' }
  | { readonly kind: 'vectors'; readonly call: number; readonly vectors: readonly Vector[] }
  | { readonly kind: 'failed'; readonly call: number; readonly reason: string };
