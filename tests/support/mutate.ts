import type { Viewer } from '../../src/account/viewer.ts';
import type { Api } from './execute.ts';
import { makeViewer } from './viewer.ts';

/** Runs one operation and returns its data. Throws its errors. */
// biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
export type Run = (source: string, variables?: Record<string, unknown>) => Promise<any>;

/** The document of a mutation by name, with its payload selection; `problems` selects further fields of expected errors. */
export function mutationText(name: string, payload = '__typename', problems = ''): string {
  const typeName = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return `mutation ($input: ${typeName}Input!) { ${name}(input: $input) {
    __typename ... on Error { message code } ${problems} ... on ${typeName}Payload { ${payload} } } }`;
}

type Mutation = readonly [name: string, input: object, payload?: string, problems?: string];

/** Runs one mutation by name. Returns its payload or the expected error. */
export async function mutateBy(run: Run, ...[name, input, payload, problems]: Mutation) {
  return (await run(mutationText(name, payload, problems), { input }))[name];
}

/** The same as a viewer. */
export const mutate = ({ run }: Pick<Api, 'run'>, viewer: Viewer, ...mutation: Mutation) =>
  mutateBy((source, variables) => run(viewer, source, variables), ...mutation);

/** Creates a collection of an account with these memories. Returns its id and theirs, in order. */
export async function remember(
  api: Pick<Api, 'run'>,
  memories: readonly (string | object)[],
  viewer = makeViewer(),
  collection: object = {},
) {
  const made = await mutate(api, viewer, 'createCollection', { name: 'Notes', ...collection }, 'collection { id }');
  const id: string = made.collection.id;
  const input = {
    collectionId: id,
    memories: memories.map((one) => (typeof one === 'string' ? { content: one } : one)),
  };
  const answers = 'results { ... on AddMemoryPayload { memory { id } } }';
  const { results } = await mutate(api, viewer, 'addMemories', input, answers);
  const ids: string[] = results.map(({ memory }: { memory: { id: string } }) => memory.id);
  return { viewer, id, ids };
}
