import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '../context.ts';

/** Whether the credential of a socket, which is shown once, does not count, or no more: never where none is shown. */
export class SocketCredential {
  #counted = false;
  #ended = false;

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Who asks for an operation. */
  note({ viewer, rejection }: Identity): void {
    if (viewer) this.#counted = true;
    else if (rejection?.code === 'UNAUTHENTICATED') this.#ended = true;
  }

  /** What ends an operation. */
  noteErrors(errors: readonly GraphQLFormattedError[]): void {
    const refused = errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');
    if (refused && this.#counted) this.#ended = true;
  }
}
