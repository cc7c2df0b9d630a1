/** What a thread is told. */
export type ToThread<Job> =
  | { readonly kind: 'run'; readonly call: number; readonly job: Job }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'forget'; readonly call: number }
  /** End when the part at hand is done: a thread that is ended by force while the runtime works takes the process with it. */
  | { readonly kind: 'close' };

/** What it answers. */
export type FromThread<Part> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'parts'; readonly call: number; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly call: number; readonly reason: string };
