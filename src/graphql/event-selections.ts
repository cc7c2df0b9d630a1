import { type ExecutionResult, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { collectFields, collectSubfields, type FieldDetailsList } from 'graphql/execution/collectFields.js';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { ValidatedSubscription } from './execute-event.ts';

/** The fields that a document selects on objects of one type, in order. */
type Selection = readonly SelectedField[];

interface SelectedField {
  readonly name: string;
  /** The name or alias in the document. */
  readonly responseName: string;
  /** Subselection of the object, or of each object in a list; null for a leaf value. */
  readonly below: Selection | null;
  /** The value as JSON if it is the same for all objects of the type; otherwise null. */
  readonly constant: string | null;
}

/** Results of an object's fields, by field name; leaf values as JSON. */
export type Findings = Map<string, Finding>;
type Finding = string | Findings | readonly Finding[];

/**
 * The selections of a subscription's document for each type of event. An event that was executed for one document can be
 * serialized from those results for every other document that selects the same fields, whatever their aliases and order.
 */
export class EventSelections {
  readonly #args: ValidatedSubscription;
  readonly #responseName: string;
  readonly #field: FieldDetailsList;
  readonly #ofTypes = new Map<string, Selection | null>();

  constructor(args: ValidatedSubscription) {
    this.#args = args;
    const { schema, fragments, variableValues, operation, hideSuggestions } = args;
    const root = schema.getSubscriptionType();
    if (!root) throw new TypeError('A schema without subscriptions');
    const fields = collectFields(schema, fragments, variableValues, root, operation.selectionSet, hideSuggestions);
    const [[responseName, field] = ['', []]] = fields.groupedFieldSet;
    this.#responseName = responseName;
    this.#field = field;
  }

  /** Records the results of an event of this type, unless the execution has errors. */
  learn(typeName: string, { data, errors }: ExecutionResult, findings: Findings): void {
    const selection = this.#of(typeName);
    const event = data?.[this.#responseName];
    if (selection && !errors && isObject(event)) learn(selection, event, findings);
  }

  /** Returns the result as JSON; null if an execution is needed. */
  write(typeName: string, findings: Findings): string | null {
    const selection = this.#of(typeName);
    const json = selection && write(selection, findings);
    return json && `{"data":{"${this.#responseName}":${json}}}`;
  }

  #of(typeName: string): Selection | null {
    return getOrInsert(this.#ofTypes, typeName, () => {
      const type = this.#args.schema.getType(typeName);
      return isObjectType(type) ? selectionOf(this.#args, type, this.#field) : null;
    });
  }
}

/** Returns null if a field is determined by more than its name: arguments, abstract types, or deferred and streamed parts. */
function selectionOf(
  args: ValidatedSubscription,
  type: GraphQLObjectType,
  details: FieldDetailsList,
): Selection | null {
  const { schema, fragments, variableValues, hideSuggestions } = args;
  const found = collectSubfields(schema, fragments, variableValues, type, details, hideSuggestions);
  if (found.newDeferUsages.length > 0) return null;
  const selection: SelectedField[] = [];
  for (const [responseName, fields] of found.groupedFieldSet) {
    const field = fieldOf(args, type, fields);
    if (!field) return null;
    selection.push({ ...field, responseName });
  }
  return selection;
}

function fieldOf(
  args: ValidatedSubscription,
  parent: GraphQLObjectType,
  fields: FieldDetailsList,
): Omit<SelectedField, 'responseName'> | null {
  const [first] = fields;
  const field = first && args.schema.getField(parent, first.node.name.value);
  if (!field || first.node.arguments?.length || fields.some(isInParts)) return null;
  const { name } = field;
  const type = getNamedType(field.type);
  if (isLeafType(type)) return { name, below: null, constant: name === '__typename' ? `"${parent.name}"` : null };
  const below = isObjectType(type) ? selectionOf(args, type, fields) : null;
  return below && { name, below, constant: null };
}

const isInParts = ({ node }: FieldDetailsList[number]): boolean =>
  node.directives?.some(({ name }) => name.value === 'stream') ?? false;

function learn(selection: Selection, object: Readonly<Record<string, unknown>>, findings: Findings): void {
  for (const { name, responseName, below } of selection) {
    const value = object[responseName];
    findings.set(name, below ? learnBelow(below, value, findings.get(name)) : JSON.stringify(value));
  }
}

function learnBelow(selection: Selection, value: unknown, known: Finding | undefined): Finding {
  if (Array.isArray(value))
    return value.map((one, index) => learnBelow(selection, one, isList(known) ? known[index] : undefined));
  if (!isObject(value)) return 'null';
  const findings: Findings = known instanceof Map ? known : new Map();
  learn(selection, value, findings);
  return findings;
}

function write(selection: Selection, findings: Findings): string | null {
  let json = '';
  for (const { name, responseName, below, constant } of selection) {
    const found = constant ?? findings.get(name);
    const value = found === undefined ? null : writeFinding(below, found);
    if (value === null) return null;
    json += `${json === '' ? '{' : ','}"${responseName}":${value}`;
  }
  return json === '' ? '{}' : `${json}}`;
}

function writeFinding(below: Selection | null, found: Finding): string | null {
  if (typeof found === 'string') return found;
  if (found instanceof Map) return below && write(below, found);
  let json = '';
  for (const one of found) {
    const value = writeFinding(below, one);
    if (value === null) return null;
    json += `${json === '' ? '[' : ','}${value}`;
  }
  return json === '' ? '[]' : `${json}]`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isList = (found: Finding | undefined): found is readonly Finding[] => Array.isArray(found);
