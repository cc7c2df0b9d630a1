import { type DestinationStream, pino } from 'pino';

/** That of the process. */
const standardOutput = 1;

/**
 * Standard output for lines of the log. Those that it does not take, as a file on a full disk, are lost, and nothing else is: what pino
 * itself writes to would end the process by the error, and before its end try for ever to get rid of them.
 */
export class StandardOutput implements DestinationStream {
  #stream = this.#open();

  write(line: string): void {
    this.#stream.write(line);
  }

  #open() {
    const stream = pino.destination({ fd: standardOutput, sync: false });
    stream.on('error', () => {
      if (this.#stream !== stream) return;
      this.#stream = this.#open();
      stream.destroy();
    });
    return stream;
  }
}
