/** Tells of lines that were not imported as they stand, and how many they are. */
import type { Read } from './line.ts';

export class Report {
  count = 0;
  readonly #goesOn: boolean;

  /** Whether to go on after a line of which it is not known whose it is. */
  constructor({ goesOn }: { readonly goesOn: boolean }) {
    this.#goesOn = goesOn;
  }

  tellBroken(number: number, what: string): void {
    if (!this.#goesOn) throw new Error(`Line ${number} ${what}: mend it, and run the import again`);
    this.count += 1;
    console.error(`Line ${number} ${what}`);
  }

  /** For example that it `is left out`, and why. */
  tell({ number, line }: Read, what: string): void {
    this.count += 1;
    console.error(`Line ${number} (${line.user}, ${line.id}) ${what}`);
  }
}
