import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import type { StreamHub } from '../../src/platform/streams/stream-hub.ts';
import type { Position, TextPart } from '../../src/platform/streams/stream-item.ts';
import { useDatabase } from '../support/database.ts';
import { from, inShort, makeHub, makeStream, take } from '../support/streams.ts';

const { db } = useDatabase();
const hub = makeHub(db);
const otherHub = makeHub(db, { writers: [] });
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await otherHub[Symbol.asyncDispose]();
});

/** Writes a run as an agent does: text is stored before it is published, and events are recorded. */
async function makeRun(database: Database, tellers: readonly StreamHub[] = [hub]) {
  const { ref, record, seq } = await makeStream(database, 'agent_run');
  let row: TextPart | null = null;
  const putBack = (attempt: number) => record({ type: 'AgentRunQueued', subjectId: ref.streamId, data: { attempt } });
  const event = (type: 'AgentRunStarted' | 'AgentToolCalled' | 'AgentRunFinished', attempt = 1) =>
    record({
      type,
      subjectId: ref.streamId,
      ...(type !== 'AgentRunFinished' && {
        data: { attempt, ...(type === 'AgentToolCalled' && { offset: row?.text.length ?? 0 }) },
      }),
    });
  const say = (text: string, attempt = 1, told = tellers) => {
    const before = row?.attempt === attempt ? row.text : '';
    row = { attempt, offset: 0, text: before + text };
    for (const one of told) one.tell(ref, { attempt, offset: before.length, text });
  };
  const subscribe = (position: Position = { seq: 0, text: null }, to = hub) =>
    to.subscribe(from(ref, 0, { start: async () => position, readText: async () => row }));
  return { ref, seq, event, putBack, say, subscribe, lose: (text: string) => say(text, 1, []) };
}

describe('the stream of a run', () => {
  test('whose log has been trimmed delivers all text and the last event', async () => {
    const { ref, seq, event, say } = await makeRun(db);
    await event('AgentRunStarted');
    say('Ann drinks tea.');
    await event('AgentRunFinished');
    const end = { type: 'AgentRunFinished', seq: await seq() } as const;
    await db.deleteFrom('event').where('account_id', '=', ref.accountId).execute();
    const subscribe = (position: Position) =>
      hub.subscribe(
        from(ref, 0, {
          start: async () => position,
          ended: () => end,
          readText: async () => ({ attempt: 1, offset: 0, text: 'Ann drinks tea.' }),
        }),
      );
    const late = await subscribe({ seq: 0, text: null });
    expect((await take(late, 9)).map(inShort)).toEqual(['opened', 'EXPIRED null', '1.0 Ann drinks tea.', 2]);
    const atTheEnd = await subscribe({ seq: 2, text: { attempt: 1, end: 15 } });
    expect((await take(atTheEnd, 9)).map(inShort)).toEqual(['opened']);
  });

  test('delivers events and text as they come, ends with the last event, and gives late subscribers all text so far', async () => {
    const { event, say, subscribe } = await makeRun(db);
    const early = await subscribe();
    await take(early, 1);
    await event('AgentRunStarted');
    say('Ann ');
    expect((await take(early, 2)).map(inShort)).toEqual([1, '1.0 Ann ']);
    say('drinks ');
    const late = await subscribe();
    expect((await take(late, 3)).map(inShort)).toEqual(['opened', 1, '1.0 Ann drinks ']);
    say('tea.');
    await event('AgentRunFinished');
    expect((await take(late, 9)).map(inShort)).toEqual(['1.11 tea.', 2]);
    expect((await take(early, 9)).map(inShort)).toEqual(['1.4 drinks ', '1.11 tea.', 2]);

    const after = await subscribe();
    expect((await take(after, 9)).map(inShort)).toEqual(['opened', 1, '1.0 Ann drinks tea.', 2]);
    const atTheEnd = await subscribe({ seq: 2, text: { attempt: 1, end: 15 } });
    expect((await take(atTheEnd, 9)).map(inShort)).toEqual(['opened']);
  });

  test('in another process reads the text from its row, when woken or at the next poll', async () => {
    const { ref, event, say, subscribe } = await makeRun(db);
    await event('AgentRunStarted');
    const following = await subscribe(undefined, otherHub);
    await take(following, 2);
    say('Ann ');
    otherHub.wake([ref]);
    expect((await take(following, 1)).map(inShort)).toEqual(['1.0 Ann ']);
    say('drinks tea.');
    await otherHub.poll();
    expect((await take(following, 1)).map(inShort)).toEqual(['1.4 drinks tea.']);
    await following.return();
  });

  test('resumes at a cursor in the middle of the text, and fills in missed text before the end', async () => {
    const { event, say, lose, subscribe } = await makeRun(db);
    await event('AgentRunStarted');
    say('Ann drinks tea');
    const resumed = await subscribe({ seq: 1, text: { attempt: 1, end: 4 } });
    expect((await take(resumed, 2)).map(inShort)).toEqual(['opened', '1.4 drinks tea']);
    lose(' every');
    lose(' morning.');
    await event('AgentRunFinished');
    expect((await take(resumed, 9)).map(inShort)).toEqual(['1.14  every morning.', 2]);
  });

  test.each([
    ['here', hub],
    ['in another process', otherHub],
  ])('followed %s delivers events at their position between pieces of text', async (_, to) => {
    const { ref, event, say, subscribe } = await makeRun(db);
    const told = take(await subscribe(undefined, to), 999);
    await event('AgentRunStarted');
    let said = '';
    const before: string[] = [];
    for (let call = 0; call < 20; call += 1) {
      say(`before ${call}, `);
      said += `before ${call}, `;
      before.push(said);
      await event('AgentToolCalled');
      to.wake([ref]);
      say('after. ');
      said += 'after. ';
    }
    await event('AgentRunFinished');
    to.wake([ref]);
    let text = '';
    const seen: string[] = [];
    for (const item of await told) {
      if (item.type === 'text') text += item.part.text;
      else if (item.type === 'event' && item.event.type === 'AgentToolCalled') seen.push(text);
    }
    expect(seen).toEqual(before);
    expect(text).toBe(said);
  });

  test.each([
    ['its end', true],
    ['more of its text', false],
  ])('not read before %s arrived delivers earlier events at their position in the text', async (_, ends) => {
    const { event, say, subscribe } = await makeRun(db);
    await event('AgentRunStarted');
    say('before, ');
    const early = await subscribe();
    await take(early, 3);
    const late = await subscribe({ seq: 1, text: null });
    await take(late, 1);
    await event('AgentToolCalled');
    await hub.settled();
    say('after.');
    if (ends) await event('AgentRunFinished');
    await hub.settled();
    const end = ends ? [3] : [];
    expect((await take(early, 2 + end.length)).map(inShort)).toEqual([2, '1.8 after.', ...end]);
    // A subscriber that goes live now receives the calls so far, and then the text so far.
    expect((await take(late, 2 + end.length)).map(inShort)).toEqual([2, '1.0 before, after.', ...end]);
    await Promise.all([early.return(), late.return()]);
  });

  test('delivers events that occur while a subscriber reads the text at their position', async () => {
    const { ref, event, say } = await makeRun(db);
    await event('AgentRunStarted');
    say('before, ');
    const readText = async () => {
      if (reads === 0) await event('AgentToolCalled');
      reads += 1;
      return { attempt: 1, offset: 0, text: reads === 1 ? 'before, after.' : 'before, after. Done' };
    };
    let reads = 0;
    const joining = await otherHub.subscribe(from(ref, 1, { readText }));
    expect((await take(joining, 5)).map(inShort)).toEqual(['opened', '1.0 before, ', 2, '1.8 after.', '1.14  Done']);
    await joining.return();
  });

  test.each([
    ['a new attempt', 'AgentRunStarted'],
    ['its end', 'AgentRunFinished'],
  ] as const)('whose text was read before a call and %s delivers the text that preceded the call', async (_, type) => {
    const { ref, event, say } = await makeRun(db);
    await event('AgentRunStarted');
    let text = 'before, ';
    let asked = 0;
    const readText = async () => {
      const read = { attempt: 1, offset: 0, text };
      asked += 1;
      // The third reading: the first is its own, the second that of the feed it joins, this one that of the feed after its wake-up.
      if (asked === 3) {
        say('before, so far, ');
        await event('AgentToolCalled');
        await event(type, 2);
        text = 'before, so far, ';
      }
      return read;
    };
    const following = await otherHub.subscribe(from(ref, 0, { readText }));
    await take(following, 3);
    otherHub.wake([ref]);
    expect((await take(following, 3)).map(inShort)).toEqual(['1.8 so far, ', 2, 3]);
    await following.return();
  });

  test('delivers nothing more once access is lost: neither queued events nor text just read', async () => {
    const { ref, event, say } = await makeRun(db);
    const reading = Promise.withResolvers<TextPart>();
    const lost: (() => void)[] = [];
    const watch = (onLost: () => void) => {
      lost.push(onLost);
      return { [Symbol.dispose]: () => {} };
    };
    const slow = await hub.subscribe(from(ref, 0, { readText: async () => null, watch }));
    expect((await take(slow, 1)).map(inShort)).toEqual(['opened']);
    const first = take(slow, 1);
    await event('AgentRunStarted');
    expect((await first).map(inShort)).toEqual([1]);
    say('Ann drinks tea.');
    await event('AgentToolCalled');
    await hub.settled();
    expect(hub.figures.queued).toBe(2);
    const late = await hub.subscribe(from(ref, 2, { readText: () => reading.promise, watch }));
    await take(late, 1);
    const text = late.next();
    for (const lose of lost) lose();
    reading.resolve({ attempt: 1, offset: 0, text: 'Ann drinks tea.' });
    for (const next of [text, slow.next()]) await expect(next).rejects.toMatchObject({ code: 'GONE' });
  });

  test('delivers nothing queued if access is lost after its end', async () => {
    const { ref, event, say } = await makeRun(db);
    const watches = new Set<() => void>();
    const watch = (onLost: () => void) => {
      watches.add(onLost);
      return { [Symbol.dispose]: () => watches.delete(onLost) };
    };
    const slow = await hub.subscribe(from(ref, 0, { readText: async () => null, watch }));
    await take(slow, 1);
    const first = take(slow, 1);
    await event('AgentRunStarted');
    await first;
    say('Ann drinks tea.');
    await event('AgentRunFinished');
    await hub.settled();
    expect(hub.figures.active).toBe(0);
    for (const lose of watches) lose();
    await expect(slow.next()).rejects.toMatchObject({ code: 'GONE' });
    expect(watches.size).toBe(0);
  });

  test('delivers no queued text that was purged after the end', async () => {
    const { ref, event, say } = await makeRun(db);
    const slow = await hub.subscribe(from(ref, 0, { readText: async () => null }));
    await take(slow, 1);
    const first = take(slow, 1);
    await event('AgentRunStarted');
    await first;
    say('Ann drinks tea.');
    await event('AgentToolCalled');
    say(' And coffee.');
    await event('AgentRunFinished');
    await hub.settled();
    expect((await take(slow, 9)).map(inShort)).toEqual([2, 3]);
  });

  test('restarts its text with a new attempt', async () => {
    const { event, say, subscribe } = await makeRun(db);
    const following = await subscribe();
    await take(following, 1);
    await event('AgentRunStarted', 1);
    say('Ann dr', 1);
    expect((await take(following, 2)).map(inShort)).toEqual([1, '1.0 Ann dr']);
    await event('AgentRunStarted', 2);
    say('Bob', 2);
    await event('AgentRunFinished', 2);
    expect((await take(following, 9)).map(inShort)).toEqual([2, '2.0 Bob', 3]);
  });

  test('drops queued text of a requeued attempt for slow subscribers, as after a purge', async () => {
    const { event, putBack, say, subscribe } = await makeRun(db);
    const [slow, quick] = [await subscribe(), await subscribe()];
    for (const one of [slow, quick]) await take(one, 1);
    const first = [take(slow, 1), take(quick, 2)];
    await event('AgentRunStarted', 1);
    say('Ann', 1);
    expect((await Promise.all(first)).flat().map(inShort)).toEqual([1, 1, '1.0 Ann']);
    say(' drinks tea', 1);
    await putBack(1);
    await hub.settled();
    say(' and more', 1);
    await event('AgentRunStarted', 2);
    say('Bob', 2);
    await event('AgentRunFinished', 2);
    expect((await take(slow, 9)).map(inShort)).toEqual([2, 3, '2.0 Bob', 4]);
    expect((await take(quick, 9)).map(inShort)).toEqual([2, 3, '2.0 Bob', 4]);
  });

  test.each(['before the next begins', 'after the next began', 'after the next called a tool'])(
    'delivers no text of a requeued attempt that its process still has, to the first who subscribes %s',
    async (when) => {
      const { ref, event, putBack, say, seq } = await makeRun(db);
      const part = (attempt: number, text: string): TextPart => ({ attempt, offset: 0, text });
      let held = part(1, 'Ann drinks tea');
      await event('AgentRunStarted', 1);
      await putBack(1);
      if (when !== 'before the next begins') await event('AgentRunStarted', 2);
      if (when === 'after the next called a tool') await event('AgentToolCalled', 2);
      const logged = Array.from({ length: await seq() }, (_, index) => index + 1);
      const read = Promise.withResolvers<void>();
      const readText = async () => {
        read.resolve();
        return held;
      };
      const told = take(await hub.subscribe(from(ref, 0, { readText })), logged.length + 9);
      await read.promise;
      held = part(2, 'Bob');
      say('Bob', 2);
      await event('AgentRunFinished', 2);
      expect((await told).map(inShort)).toEqual(['opened', ...logged, '2.0 Bob', logged.length + 1]);
    },
  );

  test('delivers no text of an attempt whose beginning was gone when it was read', async () => {
    const { ref, event, say } = await makeRun(db);
    await event('AgentRunStarted');
    say('Ann ');
    const [reading, read] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const readText = async () => {
      reading.resolve();
      await read.promise;
      return null;
    };
    const following = await hub.subscribe(from(ref, 0, { readText }));
    const told = take(following, 5);
    await reading.promise;
    say('drinks tea.');
    await event('AgentRunStarted', 2);
    read.resolve();
    await event('AgentRunFinished');
    expect((await told).map(inShort)).toEqual(['opened', 1, 2, 3]);
  });

  test('with a buffer of one event delivers all text once, including what was dropped', async () => {
    const { ref, event, say } = await makeRun(db);
    let row = '';
    const readText = async () => ({ attempt: 1, offset: 0, text: row });
    const slow = await hub.subscribe(from(ref, 0, { size: 1, readText }));
    await take(slow, 1);
    const first = take(slow, 2);
    await event('AgentRunStarted');
    for (const word of ['Ann ', 'drinks ', 'green ', 'tea.']) {
      row += word;
      say(word);
      if (word === 'Ann ') await first;
      else if (word !== 'tea.') await event('AgentToolCalled');
      await hub.settled();
    }
    await event('AgentRunFinished');
    await hub.settled();
    expect((await take(slow, 9)).map(inShort)).toEqual(['OVERFLOW 4', '1.4 drinks green tea.', 4]);
  });

  test('delivers joined, complete text and the last event to a slow subscriber, whatever its policy drops', async () => {
    const { ref, event, say } = await makeRun(db);
    const words = Array.from({ length: 200 }, (_, index) => `word ${index} `);
    let row = '';
    const readText = async () => ({ attempt: 1, offset: 0, text: row });
    const slow = await hub.subscribe(from(ref, 0, { size: 2, readText }));
    await take(slow, 1);
    const first = take(slow, 1);
    await event('AgentRunStarted');
    await first;
    for (const word of words) {
      row += word;
      say(word);
    }
    await event('AgentRunFinished');
    await hub.settled();
    const told = await take(slow, 999);
    expect(told.at(-1)).toMatchObject({ event: { type: 'AgentRunFinished' } });
    expect(told.length).toBeLessThan(5);
    const text = told.flatMap((item) => (item.type === 'text' ? [item.part] : []));
    expect(text.map((part) => part.text).join('')).toBe(words.join(''));
    let end = 0;
    for (const part of text) {
      expect(part.offset).toBe(end);
      end += part.text.length;
    }
  });
});

test('merges consolidation progress into the newest, delivers the end last, and gives late subscribers the whole log', async () => {
  const { ref, record } = await makeStream(db, 'consolidation_run');
  const slow = await hub.subscribe(from(ref, 0, { size: 2 }));
  await take(slow, 1);
  const first = take(slow, 1);
  await record({ type: 'ConsolidationProgress', subjectId: ref.streamId, data: { done: 1, total: 50 } });
  await first;
  await record({ type: 'ConsolidationProposed', subjectId: newId() });
  for (let done = 2; done <= 50; done += 1) {
    await record({ type: 'ConsolidationProgress', subjectId: ref.streamId, data: { done, total: 50 } });
  }
  await record({ type: 'ConsolidationFinished', subjectId: ref.streamId });
  await hub.settled();
  const told = (await take(slow, 99)).map(
    (item) => item.type === 'event' && [item.event.type, item.event.data?.['done']],
  );
  expect(told).toEqual([
    ['ConsolidationProposed', undefined],
    ['ConsolidationProgress', 50],
    ['ConsolidationFinished', undefined],
  ]);
  const late = await hub.subscribe(from(ref, 0));
  expect((await take(late, 99)).map(inShort)).toEqual([
    'opened',
    ...Array.from({ length: 52 }, (_, index) => index + 1),
  ]);
});
