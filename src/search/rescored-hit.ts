import type { Hit } from './search.ts';
import { writeIdOf } from './uuid-words.ts';

/** A hit with another score and everything else unchanged. */
export class RescoredHit implements Hit {
  readonly score: number;
  readonly #hit: Hit;

  constructor(hit: Hit, score: number) {
    this.score = score;
    this.#hit = hit;
  }

  get id(): string {
    return this.#hit.id;
  }

  writeId(bytes: Buffer, at: number): void {
    writeIdOf(this.#hit, bytes, at);
  }

  get lexical(): Hit['lexical'] {
    return this.#hit.lexical;
  }

  get semantic(): Hit['semantic'] {
    return this.#hit.semantic;
  }

  get graph(): Hit['graph'] {
    return this.#hit.graph;
  }

  get content(): Hit['content'] {
    return this.#hit.content;
  }

  get speaker(): Hit['speaker'] {
    return this.#hit.speaker;
  }

  get validTo(): Hit['validTo'] {
    return this.#hit.validTo;
  }

  get names(): Hit['names'] {
    return this.#hit.names;
  }

  explain(): ReturnType<Hit['explain']> {
    return this.#hit.explain();
  }
}
