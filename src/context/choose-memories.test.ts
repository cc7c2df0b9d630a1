import { expect, test, vi } from 'vitest';
import { mostInATurn } from '../../tests/support/most-in-a-turn.ts';
import { chooseMemories } from './choose-memories.ts';
import { makeMemory } from './fixtures/make-memory.ts';

test('selects a bounded number of memories, neither duplicates nor uninformative ones', async () => {
  const about = Array.from({ length: 60 }, (_, n) => {
    const kind = `${'abcdef'[n % 6]}${'abcdefghij'[Math.floor(n / 6)]}`;
    return makeMemory(`m${n}`, `garden: rose${kind} beside tulip${kind} under oak${kind} near fern${kind}`);
  });
  const chosen = await chooseMemories([
    makeMemory('odd', 'zebra quartz umbrella'),
    ...about,
    makeMemory('short', 'yes ok'),
  ]);
  expect(chosen.length).toBeLessThanOrEqual(24);
  expect(chosen.map(({ id }) => id)).not.toContain('short');
  const same = Array.from({ length: 10 }, (_, n) => makeMemory(`s${n}`, `Anna likes strong black tea${'!'.repeat(n)}`));
  expect(await chooseMemories(same)).toHaveLength(1);
});

test('lasting memories come before episodes, which are in chronological order', async () => {
  const at = (day: number) => ({ validFrom: new Date(Date.UTC(2026, 0, day)) });
  const chosen = await chooseMemories([
    makeMemory('late', 'we moved into the new house', { kind: 'EPISODE', ...at(9) }),
    makeMemory('early', 'the roof was repaired by Tom', { kind: 'EPISODE', ...at(2) }),
    makeMemory('likes', 'Anna prefers tea over coffee', { kind: 'PREFERENCE', ...at(20) }),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['likes', 'early', 'late']);
});

test('of nearly equal memories of one speaker only the later is selected; other speakers keep theirs', async () => {
  const by = (speaker: string, day: number) => ({ speaker, validFrom: new Date(Date.UTC(2026, 0, day)) });
  const chosen = await chooseMemories([
    makeMemory('was', 'Her piano lesson is on Tuesday at 4 pm', { ...by('Julia', 1), resonance: 5 }),
    makeMemory('is', 'Her piano lesson moved to Tuesday at 5 pm', by('Julia', 9)),
    makeMemory('tom', 'I am vegetarian', by('Tom', 2)),
    makeMemory('julia', 'I am not vegetarian', by('Julia', 3)),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['tom', 'julia', 'is']);
});

test('a later memory that covers two earlier ones replaces both', async () => {
  const at = (day: number) => ({ validFrom: new Date(Date.UTC(2026, 0, day)) });
  const chosen = await chooseMemories([
    makeMemory('time', 'piano lesson Tuesday afternoon', { ...at(1), resonance: 9 }),
    makeMemory('place', 'Tuesday afternoon school hall', { ...at(2), resonance: 9 }),
    makeMemory('both', 'piano lesson Tuesday afternoon school hall', at(9)),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['both']);
});

test.each([
  { language: 'Chinese', was: '她的钢琴课在星期二下午4点', is: '她的钢琴课改到星期二下午5点' },
  { language: 'Japanese', was: 'ピアノのレッスンは火曜日の午後です', is: 'ピアノのレッスンは木曜日の午後です' },
  { language: 'Hindi', was: 'पियानो की कक्षा मंगलवार को शाम चार बजे है', is: 'पियानो की कक्षा गुरुवार को शाम चार बजे है' },
])('of nearly equal memories in $language only the later is selected', async ({ was, is }) => {
  const at = (day: number) => ({ validFrom: new Date(Date.UTC(2026, 0, day)) });
  const chosen = await chooseMemories([
    makeMemory('was', was, { ...at(1), resonance: 5 }),
    makeMemory('is', is, at(9)),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['is']);
});

test('short informative memories are preferred to episodes, short uninformative ones are left out', async () => {
  const letters = (from: number) => String.fromCodePoint(...Array.from({ length: 15 }, (_, n) => 0x5000 + from + n));
  const chatter = Array.from({ length: 40 }, (_, n) => makeMemory(`m${n}`, letters(n * 15), { kind: 'EPISODE' }));
  const chosen = await chooseMemories([
    ...chatter,
    makeMemory('allergic', '妹妹对花生过敏'),
    makeMemory('name', '叫我小明', { kind: 'INSTRUCTION' }),
    makeMemory('thanks', '谢谢你'),
  ]);
  const ids = chosen.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['allergic', 'name']));
  expect(ids).not.toContain('thanks');
});

test('what an assistant said and what only asks is left out where there is enough else', async () => {
  const told = Array.from({ length: 24 }, (_, n) => makeMemory(`m${n}`, `street${n} corner${n} shop${n}`));
  const chat = [
    makeMemory('said', 'Rest the knee and drink water', { role: 'ASSISTANT', resonance: 5 }),
    makeMemory('asked', 'Good morning! And the verdict from Ankita?', { resonance: 5 }),
    makeMemory('asks', 'What did the verdict from Ankita say? Was it kind?', { resonance: 5 }),
  ];
  const idsOf = async (memories: Parameters<typeof chooseMemories>[0]) =>
    (await chooseMemories(memories)).map(({ id }) => id);
  const ids = await idsOf([...chat, ...told]);
  expect(ids).not.toContain('said');
  expect(ids).not.toContain('asks');
  expect(ids).toContain('asked');
  expect((await idsOf(chat)).toSorted()).toEqual(['asked', 'asks', 'said']);
});

test('no memories lead to an empty selection', async () => {
  expect(await chooseMemories([])).toEqual([]);
});

test('the selection yields to the event loop after each long memory', async () => {
  const memories = Array.from({ length: 5 }, (_, n) => makeMemory(`m${n}`, `${n} ${'rose tulip oak '.repeat(1_500)}`));
  const { toLowerCase } = String.prototype;
  const read: string[] = [];
  const most = await mostInATurn(async (at) => {
    const spy = vi.spyOn(String.prototype, 'toLowerCase').mockImplementation(function (this: string) {
      if (this.length > 20_000) read.push(this.slice(0, 2));
      at(read.length);
      return Reflect.apply(toLowerCase, this, []);
    });
    const chosen = await chooseMemories(memories);
    spy.mockRestore();
    expect(chosen).toHaveLength(1);
  });
  expect(read).toHaveLength(memories.length);
  expect(most).toBe(1);
});
