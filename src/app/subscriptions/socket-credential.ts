import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '../request-context.ts';

/** Tracks whether the credential in a socket's first message was refused, or is no longer valid. */
export class SocketCredential {
  #counted = false;
  #ended = false;

  /** False if no credential was sent. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Notes the sender of an operation. */
  note({ viewer, rejection }: Identity): void {
    if (viewer) this.#counted = true;
    else if (rejection?.code === 'UNAUTHENTICATED') this.#ended = true;
  }

  /** Notes the errors that end an operation. */
  noteErrors(errors: readonly GraphQLFormattedError[]): void {
    const refused = errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
    if (refused && this.#counted) this.#ended = true;
  }
}
