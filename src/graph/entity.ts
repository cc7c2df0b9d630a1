/** What a name stands for. THING also if the type is unknown. */
export const entityTypes = ['PERSON', 'PLACE', 'ORGANISATION', 'THING'] as const;
export type EntityType = (typeof entityTypes)[number];

/** Somebody or something that memories name, as described by the mentions that the viewer may read. */
export interface Entity {
  readonly id: string;
  /** As most of those memories write it. */
  readonly name: string;
  readonly type: EntityType;
  /** Number of memories that name it; null: not counted. */
  readonly mentions: number | null;
}

/** What memories that the viewer may read say about two entities. */
export interface Relation {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  /** A verb, or the role of one to the other, in lower case: `work at`, `sister`. `with`: named together. */
  readonly type: string;
  /** Sum over the memories that state it: 1 each, less if the two are only named together; null: not summed up. */
  readonly weight: number | null;
}

/** A part of the graph. */
export interface Neighborhood {
  readonly entityIds: readonly string[];
  readonly relationIds: readonly string[];
  /** Whether there was more than was requested. */
  readonly truncated: boolean;
}

/** Maximum number of relations returned per requested entity. */
export const relationsPerEntity = 4;

type RelationDirection = 'OUT' | 'IN' | 'BOTH';

/** Which relations of an entity a list contains. */
export interface RelationList {
  readonly direction: RelationDirection;
  /** Null: any type. */
  readonly types: readonly string[] | null;
}
