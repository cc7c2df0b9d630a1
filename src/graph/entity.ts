/** What a name stands for. THING also where nobody could tell. */
export const entityTypes = ['PERSON', 'PLACE', 'ORGANISATION', 'THING'] as const;
export type EntityType = (typeof entityTypes)[number];

/** Somebody or something that memories name. It is what its mentions say, as far as the viewer may read them. */
export interface Entity {
  readonly id: string;
  /** How most of those memories write it. */
  readonly name: string;
  readonly type: EntityType;
  /** How many memories name it; null: nobody has counted them. */
  readonly mentions: number | null;
}

/** What memories say of two entities, as far as the viewer may read them. */
export interface Relation {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  /** A verb, or what one is to the other, in small letters: `work at`, `sister`. `with`: named together. */
  readonly type: string;
  /** Sum over the memories that say it: 1 each, less where it is only near. */
  readonly weight: number;
}

/** A part of the graph. */
export interface Neighborhood {
  readonly entityIds: readonly string[];
  readonly relationIds: readonly string[];
  /** There was more than was asked for. */
  readonly truncated: boolean;
}

/** Relations of a part that are answered for each entity that is asked for. */
export const relationsPerEntity = 4;

type RelationDirection = 'OUT' | 'IN' | 'BOTH';

/** Which relations of an entity a list is of. */
export interface RelationList {
  readonly direction: RelationDirection;
  /** Null: of any type. */
  readonly types: readonly string[] | null;
}
