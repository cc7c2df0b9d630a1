import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '../context.ts';

/** Whether the credential of a socket, which is shown once, counted and counts no more. */
export class SocketCredential {
  #counted = false;
  #ended = false;

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Who asks for an operation. */
  note({ viewer, rejection }: Identity): void {
    if (viewer) this.#counted = true;
    else if (rejection?.code === 'UNAUTHENTICATED') this.#ended = this.#counted;
  }

  /** What ends an operation. */
  noteErrors(errors: readonly GraphQLFormattedError[]): void {
    const refused = errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
    if (refused) this.#ended = this.#counted;
  }
}
