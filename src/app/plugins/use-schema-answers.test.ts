import { type DocumentNode, type ExecutionResult, getIntrospectionQuery, parse } from 'graphql';
import { expect, test } from 'vitest';
import { useSchemaAnswers } from './use-schema-answers.ts';

const documentOf = (n: number) => parse(`# ${n}\n${getIntrospectionQuery()}`);

/** Asks as Yoga does; answers how often something had to be executed. */
function makeAsker() {
  const { onExecute } = useSchemaAnswers();
  let executed = 0;
  const ask = async (document: DocumentNode) => {
    let known = false;
    const stop = (_result: ExecutionResult) => {
      known = true;
    };
    const told = await onExecute?.({ args: { document }, setResultAndStopExecution: stop } as never);
    if (known) return;
    executed += 1;
    await told?.onExecuteDone?.({ result: { data: {} } } as never);
  };
  return { ask, executed: () => executed };
}

test('a question about the schema is executed once, whoever asks it', async () => {
  const { ask, executed } = makeAsker();
  const [one, other] = [documentOf(1), documentOf(2)];
  for (const document of [one, other, one, other, one]) await ask(document);
  expect(executed()).toBe(2);
});

test('who asks in ever other words does not have all answers kept', async () => {
  const { ask, executed } = makeAsker();
  const first = documentOf(0);
  await ask(first);
  for (let n = 1; n <= 100; n += 1) await ask(documentOf(n));
  await ask(first);
  expect(executed()).toBe(102);
});
