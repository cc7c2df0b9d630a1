import type { GraphQLFormattedError } from 'graphql';
import type { Identity } from '../context.ts';

/** Notes whether the credential that a socket has shown in its first message is refused, or counts no more. */
export class SocketCredential {
  #counted = false;
  #ended = false;

  /** False where none was shown. */
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
