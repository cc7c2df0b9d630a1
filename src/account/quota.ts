/** How much of one kind of thing an account has, and what its plan allows. */
export interface Quota {
  readonly used: number;
  /** Null: any number. */
  readonly limit: number | null;
}
