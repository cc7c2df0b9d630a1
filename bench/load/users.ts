import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../tests/support/seeded-random.ts';
import { readVocabulary } from '../search/vocabulary.ts';
import { pickOperation, saveEveryMs } from './profile.ts';
import { Questions } from './questions.ts';
import { type Assignment, assignment, type Outcome, type Sample } from './samples.ts';
import { User, type UserOptions } from './user.ts';

// The users, in a process of their own: receives instructions, tells that they are there, begins when told to and returns samples, all
// over IPC. An error ends the process.

async function openUsers(
  work: Assignment,
  { note, sinceStart }: Pick<UserOptions, 'note' | 'sinceStart'>,
): Promise<User[]> {
  const vocabulary = await readVocabulary();
  const { accounts, profile, conversations, endpoint, seed } = work;
  const users = accounts.map(({ token, collectionId, firstConversation }, number) => {
    const random = seededRandom(seed * 1_000 + number);
    const talk = { firstConversation, conversations };
    const count = Math.max(1, Math.round(profile.questions / accounts.length));
    const questions = new Questions({ talk, vocabulary, user: number, count, repeated: profile.repeated, random });
    return new User({
      number,
      load: seed,
      endpoint,
      token,
      collectionId,
      talk,
      questions,
      vocabulary,
      random,
      note,
      sinceStart,
    });
  });
  for (const user of users) {
    await user.open();
    if (profile.repeated === 1) await user.askAll();
  }
  return users;
}

/** Ramp-up: this share of the rate at first, the full rate at the end of the warm-up. */
const atFirst = 0.1;

/** Sends requests at random moments, whether or not earlier ones are answered: on average `perSecond`. */
async function openLoad(users: readonly User[], perSecond: number, { ms, warmUpMs, seed }: Assignment): Promise<void> {
  const random = seededRandom(seed);
  const acting: Promise<void>[] = [];
  const began = performance.now();
  for (let due = 0; ; ) {
    const arrived = due < warmUpMs ? atFirst + (1 - atFirst) * (due / warmUpMs) : 1;
    due += (-Math.log(1 - random()) * 1_000) / (perSecond * arrived);
    if (due >= ms) break;
    const early = began + due - performance.now();
    if (early > 0) await delay(early);
    const user = users[Math.floor(random() * users.length)];
    if (user) acting.push(user.act(pickOperation(random()), began + due));
  }
  await Promise.all(acting);
}

/** Each user waits for the answer, then thinks. */
async function closedLoad(users: readonly User[], [least, most]: readonly [number, number], work: Assignment) {
  const until = performance.now() + work.ms;
  const chat = async (user: User, number: number): Promise<void> => {
    const random = seededRandom(work.seed * 7 + number);
    // Starts in a steady state: users begin in the middle of their think time.
    for (let think = random() * most; ; think = least + random() * (most - least)) {
      if (performance.now() + think >= until) return;
      await delay(think);
      await user.act(pickOperation(random()));
    }
  };
  await Promise.all(users.map(chat));
}

/** Many users save in the same instant: once soon after the start, then periodically. */
async function saveAtOnce(users: readonly User[], { ms, profile }: Assignment): Promise<void> {
  const saving: Promise<void>[] = [];
  for (let at = Math.min(ms, saveEveryMs) / 2, past = 0; at < ms; at += saveEveryMs) {
    await delay(at - past);
    past = at;
    for (const user of users.slice(0, profile.parallelSaves)) saving.push(user.save('save'));
  }
  await Promise.all(saving);
}

/** Time of samples before the load. */
const beforeStart = -1;

async function run(work: Assignment): Promise<Outcome> {
  const samples: Sample[] = [];
  let startedAt: number | null = null;
  const users = await openUsers(work, {
    note: (sample) => samples.push(sample),
    sinceStart: (now) => (startedAt === null ? beforeStart : now - startedAt),
  });
  process.send?.('open');
  await once(process, 'message');
  startedAt = performance.now();
  const { user, system } = process.cpuUsage();
  const { pace } = work.profile;
  const load = pace.kind === 'open' ? openLoad(users, pace.perSecond, work) : closedLoad(users, pace.thinkMs, work);
  await Promise.all([load, saveAtOnce(users, work)]);
  const used = process.cpuUsage({ user, system });
  await Promise.all(users.map((one) => one.close()));
  return {
    samples,
    cpuMs: (used.user + used.system) / 1_000,
    savesTold: users.reduce((sum, one) => sum + one.savesTold, 0),
    lateSections: users.reduce((sum, one) => sum + one.lateSections, 0),
  };
}

const [told] = await once(process, 'message');
// The parent ends this process once it has received everything.
process.send?.(await run(assignment.parse(told)));
