/** Numbers for stems: ranking compares numbers and not texts. */
export class StemNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #stems: string[] = [];

  of(stem: string): number {
    const known = this.#numbers.get(stem);
    if (known !== undefined) return known;
    this.#numbers.set(stem, this.#stems.length);
    return this.#stems.push(stem) - 1;
  }

  get size(): number {
    return this.#stems.length;
  }

  stem(number: number): string {
    return this.#stems[number] ?? '';
  }
}
