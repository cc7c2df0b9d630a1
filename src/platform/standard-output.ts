import { type DestinationStream, pino } from 'pino';

/** File descriptor of the process's standard output. */
const standardOutput = 1;

/**
 * Standard output for log lines. Lines that it does not accept, such as those to a file on a full disk, are lost, without other effects: pino's
 * own destination would end the process with the error, and before its exit retry for ever to flush them.
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
