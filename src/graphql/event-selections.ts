import { type ExecutionResult, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { collectFields, collectSubfields, type FieldDetailsList } from 'graphql/execution/collectFields.js';
import type { ValidatedSubscription } from './execute-event.ts';

/** What a document selects of objects of one type, in its order. */
type Selection = readonly SelectedField[];

interface SelectedField {
  readonly name: string;
  /** What the document calls it. */
  readonly responseName: string;
  /** Of the object that it is, or of each one in a list; null: it is a value. */
  readonly below: Selection | null;
  /** As JSON, where it is the same for all objects of the type; else null. */
  readonly constant: string | null;
}

/** What the fields of an object came to, by their own names: values as JSON. */
export type Findings = Map<string, Finding>;
type Finding = string | Findings | readonly Finding[];

/**
 * What a subscription's document selects of each type of event. An event that was executed for one document is written
 * out of what was found then for all others that select the same fields, whatever they call them and in which order.
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

  /** Keeps what the execution of an event of this type came to, where nothing of it failed. */
  learn(typeName: string, { data, errors }: ExecutionResult, findings: Findings): void {
    const selection = this.#of(typeName);
    const event = data?.[this.#responseName];
    if (selection && !errors && isObject(event)) learn(selection, event, findings);
  }

  /** The result as JSON; null where it takes an execution. */
  write(typeName: string, findings: Findings): string | null {
    const selection = this.#of(typeName);
    const json = selection && write(selection, findings);
    return json && `{"data":{"${this.#responseName}":${json}}}`;
  }

  #of(typeName: string): Selection | null {
    const known = this.#ofTypes.get(typeName);
    if (known !== undefined) return known;
    const type = this.#args.schema.getType(typeName);
    const selection = isObjectType(type) ? selectionOf(this.#args, type, this.#field) : null;
    this.#ofTypes.set(typeName, selection);
    return selection;
  }
}

/** Null where more than its name says what a field is: arguments, types known only by executing, parts that come later. */
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
