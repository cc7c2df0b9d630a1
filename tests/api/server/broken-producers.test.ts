import { expect, test } from 'vitest';
import { EventReader } from '../../support/event-source.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';
import type { Breakage } from './note-events.ts';

const follow = 'subscription ($log: String!) { noteEvents(log: $log) { text } }';

type Server = Awaited<ReturnType<typeof listeningNotes>>;

/** Everything that a subscriber receives until the end, over each transport: texts, and the error. */
const transports = {
  async 'a WebSocket'({ ws, name }: Server) {
    const client = await RawSocket.connect(ws);
    client.subscribe('1', follow, { log: name });
    const { payload } = await client.until(({ type }) => type === 'error');
    // The error ends the operation, but not the socket.
    client.subscribe('2', '{ whoami }');
    expect((await client.answer('2')).payload).toEqual({ data: { whoami: 'ada' } });
    const told = client.of('1').filter(({ type }) => type === 'next');
    return [...told.map((message) => message.payload.data.noteEvents.text), payload[0]];
  },
  async 'server-sent events'({ http, name }: Server) {
    const query = new URLSearchParams({ query: follow, variables: JSON.stringify({ log: name }) });
    const reader = await EventReader.open(`${http}?${query}`);
    expect(await reader.ended).toBe(true);
    expect(reader.events.at(-1)?.event).toBe('complete');
    return reader.events.slice(0, -1).map(({ data }) => data.data?.noteEvents.text ?? data.errors[0]);
  },
};

const cases = Object.entries(transports).flatMap(([transport, read]) =>
  (['begin', 'throw', 'reject', 'reject for good'] as const).map((how): [Breakage, string, typeof read] => [
    how,
    transport,
    read,
  ]),
);

test.each(cases)(
  'a failing producer (%s) is reported over %s as one masked error, logged once and released',
  async (how, _, read) => {
    const server = await listeningNotes();
    const { notes, live, logged } = server;
    if (how !== 'begin') notes.tell('one');
    notes.break(how);
    const told = await read(server);
    const error = told.pop();
    expect(told).toEqual(how === 'begin' ? [] : ['one']);
    expect(error).toMatchObject({
      message: expect.stringContaining('The server failed'),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
    });
    expect(JSON.stringify(error)).not.toContain('swordfish');
    expect(logged.filter(({ level }) => level === 50)).toMatchObject([
      { err: { message: 'the password is swordfish' } },
    ]);
    await expect.poll(() => [live.figures.active, notes.followers]).toEqual([0, 0]);
  },
);
