import type { EntityType } from '../entity.ts';
import { maxNameLength, normalName } from '../entity-name.ts';
import { type Extraction, type FoundEntity, type FoundRelation, mostOfMemory } from './extraction.ts';

/** Two letters, or one that is a word: "森さん" is 森. */
const nameLetters = /\p{L}[^\p{L}]*\p{L}|\p{Script=Han}/u;

/** Collects what is found in one text: each entity once, and each relation once with its highest weight. */
export class ExtractionBuilder {
  readonly #entities: FoundEntity[] = [];
  readonly #places = new Map<string, number>();
  readonly #relations = new Map<string, FoundRelation>();

  /** Returns the index of the entity with that name; null if it is no name, or there are too many. */
  entity(written: string, type: EntityType): number | null {
    const name = storable(written);
    const normal = normalName(name);
    if (!nameLetters.test(normal) || name.length > maxNameLength) return null;
    const known = this.#places.get(normal);
    if (known !== undefined) return this.#confirm(known, type);
    if (this.#entities.length >= mostOfMemory) return null;
    this.#places.set(normal, this.#entities.length);
    return this.#entities.push({ name, normal, type }) - 1;
  }

  relation(from: number | null, to: number | null, said: string, weight: number): void {
    const type = storable(said.trim().slice(0, maxNameLength));
    if (from === null || to === null || from === to || type === '') return;
    const key = `${from} ${to} ${type}`;
    const known = this.#relations.get(key);
    if (known ? known.weight >= weight : this.#relations.size >= mostOfMemory) return;
    this.#relations.set(key, { from, to, type, weight });
  }

  build(): Extraction {
    return { entities: this.#entities, relations: [...this.#relations.values()] };
  }

  /** The text may later reveal the type of what was a THING at first. */
  #confirm(place: number, type: EntityType): number {
    const entity = this.#entities[place];
    if (entity?.type === 'THING' && type !== 'THING') this.#entities[place] = { ...entity, type };
    return place;
  }
}

/** Removes what Postgres cannot store in a text: a model may write it, and it would block everything that is read along with it. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
