import { byScore, leastDistance } from './ranking/order.ts';
import type { Hit } from './search.ts';
import { writeUuid } from './uuid-bytes.ts';

/** Hits that nothing in their scores tells apart, each nearer to the next than any difference that means something. */
export function tiesAmong(hits: readonly Hit[]): Hit[][] {
  const ties: Hit[][] = [];
  let run: Hit[] = [];
  for (const hit of hits) {
    const last = run.at(-1);
    if (last && last.score - hit.score < leastDistance) run.push(hit);
    else run = [hit];
    if (run.length === 2) ties.push(run);
  }
  return ties;
}

/**
 * Of each tie, those come first that stand first in `order`. Their scores tell so by less than any difference that means something:
 * an order by score and id is the same each time, and who pages goes on in it.
 */
export function breakTies(hits: readonly Hit[], ties: readonly (readonly Hit[])[], order: readonly string[]): Hit[] {
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = ({ id }: Hit) => places.get(id) ?? order.length;
  const broken = new Map<Hit, Hit>();
  for (const tie of ties) {
    const best = tie[0]?.score ?? 0;
    const step = leastDistance / tie.length;
    for (const [place, hit] of tie.toSorted((one, other) => placeOf(one) - placeOf(other)).entries())
      broken.set(hit, new PlacedHit(hit, best - place * step));
  }
  return hits.map((hit) => broken.get(hit) ?? hit).sort(byScore);
}

/** A hit whose score tells where it stands among those like it. */
class PlacedHit implements Hit {
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
    if (this.#hit.writeId) this.#hit.writeId(bytes, at);
    else writeUuid(this.#hit.id, bytes, at);
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

  get names(): Hit['names'] {
    return this.#hit.names;
  }

  /** What it stands before or behind those like it by is no part of what it fits. */
  explain(): ReturnType<Hit['explain']> {
    return this.#hit.explain();
  }
}
