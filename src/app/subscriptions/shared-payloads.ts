const mark = '"payload":"shared ';
const end = '"}';

/** Lets the JSON that many subscriptions share be sent as it is: graphql-ws would write it anew for each of them. */
export class SharedPayloads {
  readonly #texts = new Map<string, string>();
  #last = 0;

  /** What graphql-ws is handed in place of a payload. */
  placeholder(json: string): object {
    return {
      toJSON: () => {
        this.#last += 1;
        this.#texts.set(`${this.#last}`, json);
        return `shared ${this.#last}`;
      },
    };
  }

  /** The message with its payload in place. A payload of another kind is an object, so no text of a client's looks like one of ours. */
  fill(message: string): string {
    const start = message.endsWith(end) ? message.lastIndexOf(mark) : -1;
    if (start < 0) return message;
    const number = message.slice(start + mark.length, -end.length);
    const json = this.#texts.get(number);
    if (json === undefined) return message;
    this.#texts.delete(number);
    return `${message.slice(0, start)}"payload":${json}}`;
  }
}
