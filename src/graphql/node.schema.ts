import type { ObjectRef } from '@pothos/core';
import { isUuid } from '../platform/db/new-id.ts';
import type { EntityRef } from '../platform/errors.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { Context } from './context.ts';
import { decodeNodeId, encodeNodeId, idOf, parseNodeId } from './node-id.ts';
import { badUserInput } from './request-errors.ts';

const MAX_NODES = 100;

/** Finds a Node by its key; null if it is gone or the viewer may not see it. */
type LoadNode = (key: string, context: Context) => Promise<object | null>;

interface NodeOptions<Node> {
  readonly load: (key: string, context: Context) => Promise<Node | null>;
  /** Description of the query that finds one by id, named after the type; omitted: there is no such query. */
  readonly query?: string;
  /** Whether a key can be looked up at all; default: uuids. */
  readonly accepts?: (key: string) => boolean;
  /** It changes without commits that are announced: answers that look for it are not cached. Default: false. */
  readonly isUntold?: boolean;
}

const loaders = new Map<string, LoadNode>();
const typeNames = new WeakMap<object, string>();

const ID_DESCRIPTION = 'Global id: opaque, stable and unique across all types. `Query.node` finds the object by it.';

export const NodeInterface = builder.interfaceRef<object>('Node').implement({
  description: 'An object with a global id.',
  fields: (t) => ({
    id: t.id({
      description: ID_DESCRIPTION,
      resolve: () => {
        throw new Error('The type of this Node lacks its call of defineNode');
      },
    }),
  }),
  resolveType: (value) => typeNames.get(value),
});

/** Makes a type that lists NodeInterface among its interfaces a Node: adds its `id` and registers how it is found. */
export function defineNode<Node extends { readonly id: string }>(
  ref: ObjectRef<BuilderTypes, Node>,
  { load, query, accepts = isUuid, isUntold = false }: NodeOptions<Node>,
): void {
  builder.objectField(ref, 'id', (t) =>
    t.id({ description: ID_DESCRIPTION, resolve: (node) => encodeNodeId(ref.name, node.id) }),
  );
  loaders.set(ref.name, async (key, context) => {
    if (isUntold) context.notes.doNotKeep();
    return accepts(key) ? await load(key, context) : null;
  });
  if (query !== undefined) defineQuery(ref, query, load);
}

function defineQuery(ref: ObjectRef<BuilderTypes, object>, description: string, load: LoadNode): void {
  const { name } = ref;
  builder.queryField(name.charAt(0).toLowerCase() + name.slice(1), (t) =>
    t.field({
      type: ref,
      nullable: true,
      description,
      args: { id: t.arg.id({ required: true, description: idOf(name) }) },
      resolve: (_root, { id }, context) => {
        const key = decodeNodeId(name, id);
        return key === null ? null : load(key, context);
      },
    }),
  );
}

/** Loads the Node that a reference names, for fields of the type `Node`. */
export async function loadNode(ref: EntityRef, context: Context): Promise<object | null> {
  const node = (await loaders.get(ref.type)?.(ref.id, context)) ?? null;
  if (node) typeNames.set(node, ref.type);
  return node;
}

async function loadNodeById(id: string, context: Context): Promise<object | null> {
  const ref = parseNodeId(id);
  return ref && (await loadNode(ref, context));
}

builder.queryField('node', (t) =>
  t.field({
    type: NodeInterface,
    nullable: true,
    description:
      'Finds any object by its global id; null if the id is malformed or the object is gone or not visible to the viewer.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    resolve: (_root, { id }, context) => loadNodeById(id, context),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [NodeInterface],
    nullable: { list: false, items: true },
    description: `Finds up to ${MAX_NODES} objects by their global ids, in the given order; null in place of each that is not found.`,
    args: { ids: t.arg.idList({ required: true, description: `Global ids, at most ${MAX_NODES}.` }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.min(ids.length, MAX_NODES) }),
    resolve: (_root, { ids }, context) => {
      if (ids.length > MAX_NODES) throw badUserInput('ids', `must have at most ${MAX_NODES} ids, got ${ids.length}`);
      return ids.map((id) => loadNodeById(id, context));
    },
  }),
);
