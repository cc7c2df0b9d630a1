/** A request whose body was already read, for code that uses only its body. */
export const textRequest = (text: string): Request => new TextRequest(text) as unknown as Request;

class TextRequest {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  async text(): Promise<string> {
    return this.#text;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }
}
