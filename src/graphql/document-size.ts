import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** The size of an operation; fragments count at each spread. */
export interface DocumentSize {
  /** Nesting of fields; introspection does not count: a validation rule bounds it. */
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  /** Aliases at and below `__schema`, and below `__type`: each may repeat the whole schema. */
  readonly introspectionAliases: number;
}

const EMPTY: DocumentSize = { depth: 0, fields: 0, aliases: 0, introspectionAliases: 0 };

/** Measures a document before it is validated: linear in its text, whatever its fragments multiply to. */
export function documentSize(document: DocumentNode): DocumentSize {
  const measure = new Measure(document);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.map(({ selectionSet }) => measure.sizeOf(selectionSet)).reduce(larger, EMPTY);
}

class Measure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #sizes = new Map<SelectionSetNode, DocumentSize>();

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  sizeOf(selectionSet: SelectionSetNode | undefined): DocumentSize {
    if (!selectionSet) return EMPTY;
    const known = this.#sizes.get(selectionSet);
    if (known) return known;
    // A fragment that spreads itself counts as empty here; validation refuses it.
    this.#sizes.set(selectionSet, EMPTY);
    const size = selectionSet.selections.map((selection) => this.#sizeOfSelection(selection)).reduce(sum, EMPTY);
    this.#sizes.set(selectionSet, size);
    return size;
  }

  #sizeOfSelection(selection: SelectionSetNode['selections'][number]): DocumentSize {
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.sizeOf(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return this.sizeOf(this.#fragments.get(selection.name.value)?.selectionSet);
    }
    const below = this.sizeOf(selection.selectionSet);
    const introspects = selection.name.value.startsWith('__');
    const tellsAll = selection.name.value === '__schema';
    return {
      depth: introspects ? 0 : below.depth + 1,
      fields: below.fields + 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
      introspectionAliases: introspects
        ? below.aliases + (tellsAll && selection.alias ? 1 : 0)
        : below.introspectionAliases,
    };
  }
}

/** Combines two sizes: their depths by the larger, their counts by `count`. */
const combined =
  (count: (one: number, other: number) => number) =>
  (a: DocumentSize, b: DocumentSize): DocumentSize => ({
    depth: Math.max(a.depth, b.depth),
    fields: count(a.fields, b.fields),
    aliases: count(a.aliases, b.aliases),
    introspectionAliases: count(a.introspectionAliases, b.introspectionAliases),
  });
const sum = combined((one, other) => one + other);
const larger = combined(Math.max);
