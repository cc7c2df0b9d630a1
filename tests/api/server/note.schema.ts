import { ADMIN_ONLY, builder, viewerOf } from '../../../src/graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../../../src/graphql/connection.ts';
import type { Context } from '../../../src/graphql/context.ts';
import { Failure } from '../../../src/graphql/errors.schema.ts';
import { SharedEvent } from '../../../src/graphql/event-stream.ts';
import { mutation, resultUnion } from '../../../src/graphql/mutation.ts';
import { defineNode, NodeInterface } from '../../../src/graphql/node.schema.ts';
import { requireNodeId } from '../../../src/graphql/node-id.ts';
import { connectionArgs, pageRequest } from '../../../src/graphql/paging.ts';
import type { ToldEvent } from '../../../src/graphql/stream-event.schema.ts';
import type { Page, PageRequest } from '../../../src/platform/db/page.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../../../src/platform/errors.ts';
import type { JsonObject } from '../../../src/platform/json-object.ts';
import { NoteEvents } from './note-events.ts';

// A tiny feature that exists only here: it uses every convention of src/graphql once.

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  readonly metadata: JsonObject | null;
}

export const noteId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const notes: readonly Note[] = Array.from({ length: 150 }, (_, n) => ({
  id: noteId(n),
  text: `note ${n}`,
  at: new Date(Date.UTC(2026, 10, 20, 10, 0, n)),
  metadata: n === 0 ? { nested: { list: [1, 'two', null] } } : null,
}));

/** Number of times the whole list was counted. */
export const counted = { times: 0 };

const NoteRef = builder.objectRef<Note>('Note');
NoteRef.implement({
  description: 'A note.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    text: t.exposeString('text', { description: 'What it says.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    metadata: t.expose('metadata', { type: 'JSON', nullable: true, description: 'Anything.' }),
    again: t.field({ type: NoteRef, description: 'The same.', resolve: (note) => note }),
  }),
});
defineNode(NoteRef, { load: async (key: string) => notes.find((note) => note.id === key) ?? null });

const NoteConnection = connectionType(NoteRef);
const NoteOrder = builder.enumType('NoteOrder', { description: 'Orders.', values: ['ASC', 'DESC'] as const });

function pageOf(all: readonly Note[], request: PageRequest): Page<Note> {
  const index = (keyset: { id: string } | null, otherwise: number) =>
    keyset ? all.findIndex((note) => note.id === keyset.id) : otherwise;
  const from = index(request.after, -1) + 1;
  const to = index(request.before, all.length);
  const between = all.slice(from, to);
  const kept =
    request.direction === 'forward' ? between.slice(0, request.limit) : between.slice(between.length - request.limit);
  const more = between.length > kept.length;
  return {
    items: kept.map((item) => ({ item, keyset: { sort: item.at.toISOString(), id: item.id } })),
    hasNext: request.direction === 'forward' ? more : request.before !== null,
    hasPrevious: request.direction === 'forward' ? request.after !== null : more,
  };
}

builder.queryField('long', (t) =>
  t.string({
    description: 'A text of so many characters.',
    args: { length: t.arg.int({ required: true, description: 'How many.' }) },
    resolve: (_root, { length }) => 'x'.repeat(length),
  }),
);

builder.queryField('longTags', (t) =>
  t.stringList({
    description: 'Two texts of so many characters.',
    args: { length: t.arg.int({ required: true, description: 'How many each has.' }) },
    resolve: (_root, { length }) => Array(2).fill('x'.repeat(length)),
  }),
);

builder.queryField('notes', (t) =>
  t.field({
    type: NoteConnection,
    description: 'All notes.',
    args: {
      ...connectionArgs,
      since: t.arg({ type: 'DateTime', description: 'Only later ones.' }),
      orderBy: t.arg({ type: NoteOrder, required: true, defaultValue: 'ASC', description: 'Which first.' }),
    },
    complexity: connectionCost,
    resolve: (_root, args): Connection<Note> => {
      const list = ['notes', args.orderBy];
      const all = args.orderBy === 'ASC' ? notes : notes.toReversed();
      return {
        list,
        page: pageOf(
          all.filter((note) => !args.since || note.at > args.since),
          pageRequest(list, args),
        ),
        totalCount: () => {
          counted.times += 1;
          return notes.length;
        },
      };
    },
  }),
);

builder.queryFields((t) => ({
  whoami: t.string({ description: 'Who asks.', resolve: (_root, _args, context) => viewerOf(context).principal }),
  secret: t.string({ ...ADMIN_ONLY, nullable: true, description: 'For admins.', resolve: () => 'swordfish' }),
  endless: t.string({ nullable: true, description: 'Never comes.', resolve: () => new Promise<string>(() => {}) }),
  broken: t.string({
    nullable: true,
    description: 'Fails.',
    resolve: () => {
      throw new Error('the password is swordfish');
    },
  }),
}));

const NoteInput = builder.inputType('NoteInput', {
  description: 'A new note.',
  fields: (t) => ({
    text: t.string({ required: true, description: 'What it says.' }),
    at: t.field({ type: 'DateTime', description: 'When.' }),
    metadata: t.field({ type: 'JSON', description: 'Anything.' }),
  }),
});

const textProblem = (text: string, path: readonly string[]): ValidationError | null =>
  text.trim() === '' ? new ValidationError([{ path: [...path, 'text'], message: 'is empty' }]) : null;

interface NewNote {
  readonly text: string;
  readonly at?: Date | null | undefined;
  readonly metadata?: JsonObject | null | undefined;
}
const made = (input: NewNote): Note => ({
  id: noteId(999),
  text: input.text,
  at: input.at ?? new Date(0),
  metadata: input.metadata ?? null,
});

const AddNotePayload = builder.objectRef<{ note: Note }>('AddNotePayload').implement({
  description: 'The new note.',
  fields: (t) => ({ note: t.expose('note', { type: NoteRef, description: 'It.' }) }),
});

mutation('addNote', {
  description: 'Adds a note.',
  input: builder.inputType('AddNoteInput', {
    description: 'Input of addNote.',
    fields: (t) => ({
      note: t.field({ type: NoteInput, required: true, description: 'It.' }),
      fail: t.string({ description: 'Which error to meet.' }),
      replyTo: t.id({ description: 'A note.' }),
    }),
  }),
  payload: AddNotePayload,
  errors: [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
  resolve: async (input) => {
    if (input.replyTo != null) requireNodeId('Note', input.replyTo);
    const problem = textProblem(input.note.text, ['note']);
    if (problem) throw problem;
    if (input.fail === 'quota') throw new QuotaExceededError('No notes left', { limit: 10, used: 10 });
    if (input.fail === 'gone') throw new NotFoundError({ type: 'Note', id: noteId(5) });
    if (input.fail === 'masked') throw new Error('the password is swordfish');
    if (input.fail === 'conflict') {
      const current = { type: 'Note', id: noteId(1) };
      throw new ConflictError('REVISION', { message: 'Changed meanwhile', currentRevision: 7, current });
    }
    return { note: made(input.note) };
  },
});

const AddNotesItemResult = resultUnion('AddNotesItemResult', 'One of them.', AddNotePayload, [ValidationError]);

const AddNotesPayload = builder.objectRef<{ results: ({ note: Note } | Failure)[] }>('AddNotesPayload').implement({
  description: 'The new notes.',
  fields: (t) => ({
    results: t.field({
      type: [AddNotesItemResult],
      description: 'In order.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ results }) => results,
    }),
  }),
});

mutation('addNotes', {
  description: 'Adds notes, each for itself.',
  input: builder.inputType('AddNotesInput', {
    description: 'Input of addNotes.',
    fields: (t) => ({ notes: t.field({ type: [NoteInput], required: true, description: 'They.' }) }),
  }),
  payload: AddNotesPayload,
  errors: [ValidationError],
  items: 'notes',
  resolve: async (input, _context: Context, rejected) => ({
    results: input.notes.map((note, n) => {
      const problem = rejected.get(n) ?? textProblem(note.text, ['notes', String(n)]);
      return problem ? new Failure(problem) : { note: made(note) };
    }),
  }),
});

const logs = new Map<string, NoteEvents>();

/** The log that the subscriptions of a test follow: each test has its own. */
export function noteLog(name: string): NoteEvents {
  const log = logs.get(name) ?? new NoteEvents();
  logs.set(name, log);
  return log;
}

const NoteEventRef = builder.objectRef<ToldEvent>('NoteEvent').implement({
  description: 'A note was told.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place.' }),
    text: t.string({
      description: 'What was told.',
      resolve: (event) => ('text' in event ? String(event.text) : ''),
    }),
    broken: t.string({
      nullable: true,
      description: 'Fails.',
      resolve: () => {
        throw new Error('the password is swordfish');
      },
    }),
    costly: t.int({ description: 'Costs too much.', complexity: 40_000, resolve: () => 1 }),
  }),
});

builder.subscriptionFields((t) => ({
  noteEvents: t.field({
    type: NoteEventRef,
    description: 'What is told from now on, or after a cursor.',
    args: {
      log: t.arg.string({ required: true, description: 'Of which log.' }),
      after: t.arg.string({ description: 'The last that was seen.' }),
    },
    subscribe: (_root, args, context) => {
      if (args.log === 'nowhere') throw new NotFoundError({ type: 'Note', id: noteId(1) });
      viewerOf(context);
      return noteLog(args.log).follow(Number(args.after ?? 0), (event) => new SharedEvent(event, context.renew()));
    },
    resolve: ({ value }) => value,
  }),
}));
