/** What is known of an HTTP request before anything of it is read; plugins share it. */
export interface ServerContext {
  requestId?: string;
  receivedAt?: number;
  /** Several operations came in it. */
  batched?: boolean;
}
