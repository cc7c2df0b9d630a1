/** Messages to a thread. */
export type ToThread<Job> =
  | { readonly kind: 'run'; readonly call: number; readonly job: Job }
  /** Nobody waits for the result any more. */
  | { readonly kind: 'forget'; readonly call: number }
  /** End after the current part: terminating a thread while the runtime works would end the whole process. */
  | { readonly kind: 'close' };

/** Messages from a thread. */
export type FromThread<Part> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'parts'; readonly call: number; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly call: number; readonly reason: string };
