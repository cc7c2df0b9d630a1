/** A credential that cannot be accepted. The message says what is wrong with it and never holds the credential. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  readonly code = 'UNAUTHENTICATED';
}
