import { pino } from 'pino';
import { expect, test } from 'vitest';
import { findingsConsumer } from '../../src/consolidation/findings-consumer.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { runnerOf } from '../support/runner-of.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { collections } = memoryServices(db);
const log = pino({ level: 'silent' });
const findings = findingsConsumer({ model: models.passages.model, asksModel: false, jobs, log });

async function settle(language: string, settings = {}) {
  const home = await Household.create(db);
  await collections.update(home.viewer, { id: home.collection.id, settings: { ...settings, language } });
  const runs = new Consolidations(api, jobs, home.viewer);
  return { home, runs, collectionId: encodeNodeId('Collection', home.collection.id) };
}

const told = [
  [
    'de',
    ['Die Miete beträgt 740 Euro.', 'Ich wohne mit meiner Katze in Köln.', 'Das Konzert im Park ist am 3. Mai.'],
    ['Die Miete beträgt jetzt 795 Euro.', 'Wir sind nach Bonn umgezogen.', 'Das Konzert im Park wurde abgesagt.'],
  ],
  [
    'fr',
    ['Le loyer est de 680 euros.', "J'habite avec mon chat à Lyon.", 'Le concert au parc est le 3 mai.'],
    ['Le loyer est maintenant de 720 euros.', 'Nous avons déménagé à Lille.', 'Le concert au parc a été annulé.'],
  ],
  [
    'es',
    ['El alquiler es de 680 euros.', 'Vivo con mi gato en Bilbao.', 'El concierto del parque es el 3 de mayo.'],
    ['El alquiler es ahora de 720 euros.', 'Nos mudamos a Sevilla.', 'El concierto del parque se canceló.'],
  ],
  [
    'zh',
    ['房租每月3500元。', '我和猫住在北京。', '公园音乐会在5月3日。'],
    ['房租现在每月3800元。', '我搬到上海了。', '公园音乐会取消了。'],
  ],
] as const;

test.each(told)(
  'in %s new memories outdate earlier ones, and only what is sure is retired unasked',
  async (language, earlier, later) => {
    const { home } = await settle(language, { autoConsolidate: true });
    const consumers = runnerOf(db, statisticsConsumer, findings);
    const old = [];
    for (const content of earlier) old.push(await home.add(content));
    await consumers.processAll();
    for (const content of later) await home.add(content);
    await consumers.processAll();
    await jobs.processAll();
    const statuses = await Promise.all(old.map(async ({ id }) => (await home.read(id)).status));
    expect(statuses).toEqual(['SUPERSEDED', 'CURRENT', 'CURRENT']);
    const proposals = await db
      .selectFrom('consolidation_proposal')
      .select(['rule', 'state'])
      .where('account_id', '=', home.viewer.accountId)
      .execute();
    expect(proposals.toSorted((one, other) => one.state.localeCompare(other.state))).toEqual([
      { rule: 'told anew', state: 'APPLIED' },
      { rule: 'denied later', state: 'PROPOSED' },
      { rule: 'denied later', state: 'PROPOSED' },
    ]);
  },
);

test.each(told)('in %s a run proposes the same', async (language, earlier, later) => {
  const { home, runs, collectionId } = await settle(language);
  for (const content of [...earlier, ...later]) await home.add(content);
  const { proposals } = await runs.run(collectionId, { dryRun: true, steps: ['RETIRE_OUTDATED'] });
  const sources = proposals.map((proposal: { sources: { content: string }[] }) =>
    proposal.sources.map(({ content }) => content),
  );
  expect(sources.toSorted()).toEqual(earlier.map((content, place) => [content, later[place]]).toSorted());
});
