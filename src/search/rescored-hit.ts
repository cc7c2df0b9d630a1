import type { ScorePart } from './ranking/engine-port.ts';
import { byContribution } from './ranking/order.ts';
import type { ArmScore, Hit } from './search.ts';
import { writeIdOf } from './uuid-words.ts';

/** Why a hit has another score. */
interface Raised {
  /** What it adds to the score. */
  readonly part: ScorePart;
  /** How the graph arm ranked the hit, if that is why. */
  readonly graph?: ArmScore;
}

/** A hit with another score and everything else unchanged, except that others may have raised it. */
export class RescoredHit implements Hit {
  readonly score: number;
  readonly #hit: Hit;
  readonly #raised: Raised | null;

  constructor(hit: Hit, score: number, raised: Raised | null = null) {
    this.score = score;
    this.#hit = hit;
    this.#raised = raised;
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
    return this.#raised?.graph ?? this.#hit.graph;
  }

  get fit(): Hit['fit'] {
    return this.#hit.fit;
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
    const parts = this.#hit.explain();
    return this.#raised ? [this.#raised.part, ...parts].sort(byContribution) : parts;
  }
}
