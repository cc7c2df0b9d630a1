import { mutateBy, type Run } from './mutate.ts';

type Step = () => Promise<unknown>;

/** Share of calls that delete, or leave behind, everything there is. */
const sweeps = 0.01;
/** Maximum number of remembered ids per type: small, so that many calls concern the same objects. */
const remembered = 12;
/** Few, so that most already exist. */
const contents = [
  'Anna lives in Berlin.',
  'Anna lives in Hamburg now.',
  'Anna lives in Hamburg now, by the lake.',
  'The cat of Anna sleeps on the piano.',
  'The cat of Anna sleeps on the old piano.',
  'Ben drinks coffee with Anna on Sundays.',
  'Ben drinks no coffee any more.',
  'The garden has two apple trees.',
  'The garden has three apple trees now.',
];

const nothing = (type: string) => Buffer.from(`${type}:00000000-0000-7000-8000-000000000000`).toString('base64url');

/** All mutations on the objects of one collection, regardless of concurrent changes to the same objects. */
export class CrossingMutations {
  readonly #run: Run;
  readonly #random: () => number;
  readonly #ids = new Map<string, string[]>();
  #keys = 0;
  /** Mutations that succeeded at least once. */
  readonly done = new Set<string>();

  constructor(run: Run, random: () => number) {
    this.#run = run;
    this.#random = random;
  }

  /** Runs a random step. Destructive steps are rare. */
  next(): Promise<unknown> {
    const seldom = this.#random() < sweeps;
    const of = Object.entries(this.steps).filter(([name]) => seldom === CrossingMutations.#sweeping.has(name));
    return this.#pick(of)[1]();
  }

  static readonly #sweeping: ReadonlySet<string> = new Set(['deleteCollection', 'deleteAccount', 'createCollection']);

  /** By mutation name. */
  readonly steps: Readonly<Record<string, Step>> = {
    ...this.#collecting(),
    ...this.#remembering(),
    ...this.#talking(),
    ...this.#consolidating(),
    ...this.#keeping(),
    ...this.#reading(),
  };

  #collecting(): Record<string, Step> {
    return {
      createCollection: () => this.#createCollection(),
      updateCollection: () =>
        this.#mutate('updateCollection', { id: this.#id('Collection'), description: this.#content() }, '__typename'),
      deleteCollection: async () => {
        await this.#mutate('deleteCollection', { id: this.#id('Collection') }, 'deletedId');
        await this.#createCollection();
      },
      deleteAccount: async () => {
        await this.#mutate('deleteAccount', { confirm: 'ada' }, 'deletedCollectionCount');
        await this.#createCollection();
      },
    };
  }

  async #createCollection() {
    const settings = { autoConsolidate: true };
    const { collection } = await this.#mutate('createCollection', { name: 'Crossing', settings }, 'collection { id }');
    if (!collection) return;
    this.#ids.clear();
    this.#ids.set('Collection', [collection.id]);
  }

  #remembering(): Record<string, Step> {
    const memory = () => this.#id('Memory');
    return {
      addMemory: async () => {
        const given = { content: this.#content(), idempotencyKey: this.#key() };
        const input = { collectionId: this.#id('Collection'), memory: given };
        this.#keep('Memory', (await this.#mutate('addMemory', input, 'memory { id }')).memory);
      },
      addMemories: async () => {
        const memories = Array.from({ length: 4 }, () => ({ content: this.#content(), tags: ['bulk'] }));
        const input = { collectionId: this.#id('Collection'), memories };
        const { results = [] } = await this.#mutate(
          'addMemories',
          input,
          'results { ... on AddMemoryPayload { memory { id } } }',
        );
        for (const result of results) this.#keep('Memory', result.memory);
      },
      updateMemory: () =>
        this.#mutate(
          'updateMemory',
          { id: memory(), tags: [this.#content()], validFrom: this.#date() },
          'memory { revision }',
        ),
      supersedeMemory: async () => {
        // With one of the few contents it is mostly refused, since another memory has it.
        const content = this.#random() < 0.5 ? this.#content() : `${this.#content()} (${this.#key()})`;
        const input = { id: memory(), content, reason: 'it changed' };
        this.#keep('Memory', (await this.#mutate('supersedeMemory', input, 'memory { id }')).memory);
      },
      forgetMemory: () => {
        const purge = this.#random() < 0.6;
        const input = { id: memory(), purge, purgeSource: purge && this.#random() < 0.5 };
        return this.#mutate('forgetMemory', input, 'memoryId collection { memoryCount }');
      },
      restoreMemory: () => this.#mutate('restoreMemory', { id: memory() }, 'memory { id }'),
    };
  }

  #talking(): Record<string, Step> {
    const conversation = () => this.#id('Conversation');
    return {
      createConversation: async () => {
        const input = { collectionId: this.#id('Collection') };
        this.#keep(
          'Conversation',
          (await this.#mutate('createConversation', input, 'conversation { id }')).conversation,
        );
      },
      updateConversation: () =>
        this.#mutate('updateConversation', { id: conversation(), title: this.#content() }, '__typename'),
      appendMessages: async () => {
        const messages = [1, 2].map(() => ({ role: 'USER', content: this.#content(), remember: true }));
        const { memories = [] } = await this.#mutate(
          'appendMessages',
          { conversationId: conversation(), messages },
          'memories { id }',
        );
        for (const learnt of memories) this.#keep('Memory', learnt);
      },
      deleteConversation: () => this.#mutate('deleteConversation', { id: conversation() }, 'deletedId'),
      ask: async () => {
        const input = { conversationId: conversation(), message: this.#content(), model: 'extractive' };
        this.#keep('AgentRun', (await this.#mutate('ask', input, 'run { id }')).run);
      },
      cancelAgentRun: () => this.#mutate('cancelAgentRun', { id: this.#id('AgentRun') }, '__typename'),
    };
  }

  #consolidating(): Record<string, Step> {
    const run = () => this.#id('ConsolidationRun');
    return {
      startConsolidation: async () => {
        const input = { collectionId: this.#id('Collection'), dryRun: this.#random() < 0.5 };
        this.#keep('ConsolidationRun', (await this.#mutate('startConsolidation', input, 'run { id }')).run);
      },
      cancelConsolidation: () => this.#mutate('cancelConsolidation', { id: run() }, '__typename'),
      applyProposals: () => this.#mutate('applyProposals', { runId: run() }, 'applied'),
      rejectProposals: async () => {
        const found = await this.#run(
          'query ($id: ID!) { consolidationRun(id: $id) { proposals(first: 5) { edges { node { id } } } } }',
          { id: run() },
        );
        const proposals = found.consolidationRun?.proposals.edges ?? [];
        const proposalIds = proposals.map(({ node }: { node: { id: string } }) => node.id);
        await this.#mutate('rejectProposals', { runId: run(), proposalIds }, '__typename');
      },
      undoConsolidation: () => this.#mutate('undoConsolidation', { id: run() }, 'restored'),
      refreshNarrative: () => this.#mutate('refreshNarrative', { collectionId: this.#id('Collection') }, '__typename'),
    };
  }

  #keeping(): Record<string, Step> {
    return {
      createApiKey: async () => {
        const { apiKey } = await this.#mutate('createApiKey', { name: 'crossing', scopes: ['read'] }, 'apiKey { id }');
        this.#keep('ApiKey', apiKey);
      },
      revokeApiKey: () => this.#mutate('revokeApiKey', { id: this.#id('ApiKey') }, 'revokedId'),
      clearCaches: () => this.#mutate('clearCaches', {}, 'cleared { name }'),
      retryJobs: () => this.#mutate('retryJobs', { ids: [this.#id('Job')] }, '__typename'),
    };
  }

  /** Reads matter here because they note recalls in the background. */
  #reading(): Record<string, Step> {
    const search = 'query ($query: String!) { search(input: { query: $query }, first: 10) { edges { node { id } } } }';
    const context = 'query ($input: ContextInput!) { context(input: $input) { text } }';
    return {
      search: () => this.#run(search, { query: this.#content() }),
      context: () => this.#run(context, { input: { message: this.#content() } }),
    };
  }

  async #mutate(name: string, input: Record<string, unknown>, payload: string) {
    const answer = await mutateBy(this.#run, name, input, payload);
    if (answer.__typename.endsWith('Payload')) this.done.add(name);
    return answer;
  }

  #keep(type: string, thing: { readonly id: string } | null | undefined): void {
    if (!thing) return;
    const ids = this.#ids.get(type) ?? [];
    this.#ids.set(type, [...ids, thing.id].slice(-remembered));
  }

  /** A random known id, whose object may be gone. If none is known, an id of nothing. */
  #id(type: string): string {
    const ids = this.#ids.get(type) ?? [];
    return ids.length === 0 ? nothing(type) : this.#pick(ids);
  }

  #content(): string {
    return this.#pick(contents);
  }

  #date(): string {
    return `2026-0${1 + Math.floor(this.#random() * 9)}-01T00:00:00Z`;
  }

  /** Sometimes repeats the last key. */
  #key(): string {
    if (this.#random() >= 0.2) this.#keys += 1;
    return `key ${this.#keys}`;
  }

  #pick<T>(all: readonly T[]): T {
    const one = all[Math.floor(this.#random() * all.length)];
    if (one === undefined) throw new Error('Nothing to pick from');
    return one;
  }
}
