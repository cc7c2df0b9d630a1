import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { mutate, remember } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';
import { append } from '../conversation/start.ts';

const { db } = useDatabase();
const api = makeApi(db);

const CONTEXT = `query ($input: ContextInput!) { context(input: $input) {
  sections { strategy memories { content } } } }`;

/** Memories that share the follow-up's words, and the one that it is about. */
const conversations = [
  {
    language: 'de',
    before: 'Erzähl mir von Tante Giselas Ferien auf Usedom',
    followUp: 'Mit wem war sie dort?',
    wanted: 'Gisela fuhr im August zusammen mit Ruth nach Usedom',
    others: [
      'Lena war mit wem auch immer dort zufrieden',
      'Jonas war dort im Zoo, und sie war mit ihm da',
      'Sie war mit dem Rad dort',
    ],
  },
  {
    language: 'fr',
    before: "Parle-moi du séjour d'Hugo à Ajaccio",
    followUp: 'Et on y était restés combien de temps ?',
    wanted: 'Le séjour à Ajaccio avec Hugo a duré onze jours',
    others: [
      'On y était combien, au concert ?',
      'Combien de temps on a attendu le bus',
      'On est restés au lit tout le temps de la grippe',
    ],
  },
  {
    language: 'zh',
    before: '说说主卧选的窗帘',
    followUp: '是在哪家店买的？',
    wanted: '主卧的浅灰窗帘来自城南的布艺市场',
    others: ['哪家店的面包好吃，妈妈知道', '在店里买的牛奶过期了', '这家店是去年开的，东西买的人多'],
  },
];

test.each(conversations)(
  'a follow-up in $language finds the memory that it is about',
  async ({ language, before, followUp, wanted, others }) => {
    const viewer = makeViewer();
    const { id: collectionId } = await remember(api, [...others, wanted], viewer, { settings: { language } });
    const { conversation } = await mutate(api, viewer, 'createConversation', { collectionId }, 'conversation { id }');
    await append(api, viewer, conversation.id, [{ role: 'USER', content: before }]);
    const input = { message: followUp, conversationId: conversation.id, collectionIds: [collectionId] };
    const { sections } = (await api.run(viewer, CONTEXT, { input })).context;
    const found = sections.find(({ strategy }: { strategy: string }) => strategy === 'SEARCH');
    expect(found.memories[0].content).toBe(wanted);
  },
);
