import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInLink } from '../../src/account/sign-in-link.ts';
import { createTokenVerifier } from '../../src/account/token-verifier.ts';
import { ErrorMask } from '../../src/app/error-mask.ts';
import { graphiqlOptions, readSamples } from '../../src/app/http/graphiql.ts';
import { createGraphQLServer } from '../../src/app/yoga.ts';
import { deferrable } from '../../src/graphql/deferrable.ts';
import { noServices, schema } from '../api/server/execute-notes.ts';
import { noteLog } from '../api/server/note.schema.ts';
import { httpParts } from '../support/http-parts.ts';
import { listenForTest } from '../support/listen.ts';
import { liveSubscriptions } from '../support/live-subscriptions.ts';

const { TEST_CHROMIUM: executablePath = '' } = process.env;
const flags = ['no-sandbox', 'disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking'];
let browser: Browser;

beforeAll(async () => {
  if (executablePath !== '')
    browser = await chromium.launch({ executablePath, args: flags.map((flag) => `--${flag}`) });
});
afterAll(() => browser?.close());

async function startServer(
  query = '{ whoami }',
  others: readonly { readonly query: string }[] = [{ query: '{ __typename }' }],
) {
  const auth = { secrets: [{ kid: null, secret: 'a secret' }], jwksUrl: null, audience: null, issuer: null };
  const verify = createTokenVerifier(auth, null);
  const log = pino({ level: 'silent' });
  const yoga = createGraphQLServer({
    schema: deferrable(schema),
    authenticate: async (authorization) => (authorization ? await verify(authorization.slice('Bearer '.length)) : null),
    services: noServices,
    log,
    mask: new ErrorMask(log),
    subscriptions: liveSubscriptions(),
    readiness: async () => ({ database: true }),
    graphiql: { ...(await graphiqlOptions()), defaultTabs: [{ query }, ...others] },
    ...httpParts(),
  });
  const endpoint = `${await listenForTest(createServer(yoga))}/graphql`;
  return { endpoint, link: await signInLink(auth, endpoint) };
}

// Each page takes seconds of a processor to load: a test does with one what it can.
test.skipIf(executablePath === '')(
  'a new sign-in link takes effect in a window that is open, and each tab there opens on a mouse click (needs TEST_CHROMIUM)',
  { timeout: 60_000 },
  async () => {
    const { endpoint, link } = await startServer('{ whoami }', await readSamples());
    const page = await browser.newPage();
    await page.goto(`${endpoint}#token=expired`);
    expect(await page.evaluate(fetchWhoami)).toMatchObject({ errors: [{}] });
    const loaded = page.waitForEvent('load');
    await page.evaluate(`location.href = ${JSON.stringify(link)}`);
    await loaded;
    expect(page.url()).toBe(endpoint);
    expect(await runQuery(page)).toEqual({ data: { whoami: 'me' } });
    for (const name of ['FollowCollection', 'AddMemory', 'CreateCollection']) {
      await page.locator('.graphiql-tab-button', { hasText: name }).click({ timeout: 10_000 });
      await page.locator('.graphiql-tab-active', { hasText: name }).waitFor({ timeout: 10_000 });
    }
    await page.reload({ waitUntil: 'commit' });
    expect(await page.evaluate(fetchWhoami)).toEqual({ data: { whoami: 'me' } });
    await page.close();
  },
);

test.skipIf(executablePath === '')(
  'the printed link opens GraphiQL signed in, and a subscription there shows events until it is stopped (needs TEST_CHROMIUM)',
  { timeout: 60_000 },
  async () => {
    const log = randomUUID();
    const { endpoint, link } = await startServer(`subscription { noteEvents(log: "${log}") { text } }`);
    const page = await browser.newPage();
    await page.goto(link);
    expect(page.url()).toBe(endpoint);
    expect(await page.evaluate(fetchWhoami)).toEqual({ data: { whoami: 'me' } });
    await page.locator('.graphiql-query-editor').getByText('noteEvents').waitFor();
    await page.getByRole('button', { name: /^Execute query/ }).click();
    await expect.poll(() => noteLog(log).followers).toBe(1);
    const shown = page.locator('.result-window');
    for (const text of ['first', 'second']) {
      noteLog(log).tell(text);
      await shown.getByText(text).waitFor();
    }
    await page.getByRole('button', { name: /^Stop query/ }).click();
    await expect.poll(() => noteLog(log).followers).toBe(0);
    await page.close();
  },
);

test.skipIf(executablePath === '')(
  'the explorer opens again, in the same window and in another one, with the tab that was open (needs TEST_CHROMIUM)',
  { timeout: 120_000 },
  async () => {
    const { endpoint } = await startServer('query First { whoami }', [{ query: 'query Second { whoami }' }]);
    const context = await browser.newContext();
    const page = await context.newPage();
    const titles = (of: Page) => of.locator('.graphiql-tab-button').allTextContents();
    const expectOpen = async (of: Page, name: string) => {
      await of.locator('.graphiql-query-editor').getByText(name).waitFor();
      await of.locator('.graphiql-tab-active', { hasText: name }).waitFor();
      expect(await titles(of)).toEqual(['First', 'Second']);
    };
    // Saved with a delay.
    const saved = (active: number) => `localStorage['graphiql:tabState']?.includes('"activeTabIndex":${active}')`;
    await page.goto(endpoint);
    await expectOpen(page, 'First');
    await page.waitForFunction(saved(0));
    await page.reload();
    await expectOpen(page, 'First');
    // A click has no effect until all of GraphiQL is there.
    await expect
      .poll(async () => {
        await page.locator('.graphiql-tab-button', { hasText: 'Second' }).click();
        return await page.locator('.graphiql-tab-active').textContent();
      })
      .toContain('Second');
    await expectOpen(page, 'Second');
    await page.waitForFunction(saved(1));
    const other = await context.newPage();
    await other.goto(endpoint);
    await expectOpen(other, 'Second');
    await context.close();
  },
);

test.skipIf(executablePath === '')(
  'on a telephone the answer of GraphiQL is below the query, as wide as the page (needs TEST_CHROMIUM)',
  { timeout: 60_000 },
  async () => {
    const { endpoint } = await startServer();
    const page = await browser.newPage({ isMobile: true, viewport: { width: 390, height: 844 } });
    await page.goto(endpoint);
    expect(await page.evaluate('innerWidth')).toBe(390);
    const width = async (selector: string) => (await page.locator(selector).boundingBox())?.width ?? 0;
    expect(await width('.graphiql-query-editor')).toBeGreaterThan(250);
    expect(await width('.result-window')).toBeGreaterThan(250);
    await page.close();
  },
);

async function runQuery(page: Page): Promise<unknown> {
  const answered = page.waitForResponse(async (response) => {
    // Skips the page itself and GraphiQL's initial introspection.
    return response.request().method() === 'POST' && !(await response.text()).includes('__schema');
  });
  // The button has no effect until the editor shows the query.
  await page.locator('.graphiql-query-editor').getByText('whoami').waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
  return await (await answered).json();
}

const fetchWhoami = `fetch('/graphql', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ whoami }' }),
}).then((response) => response.json())`;

test.skipIf(executablePath === '')(
  'without the link GraphiQL is not signed in, and a token typed into it is not saved in the browser’s storage (needs TEST_CHROMIUM)',
  { timeout: 60_000 },
  async () => {
    const { endpoint } = await startServer();
    const page = await browser.newPage();
    await page.goto(endpoint);
    expect(await runQuery(page)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const type = async (tool: string, text: string) => {
      await page.getByRole('button', { name: tool, exact: true }).click();
      await page.locator('.graphiql-editor-tool .graphiql-editor:visible').click();
      await page.keyboard.type(text);
    };
    await type('Headers', '{"authorization": "Bearer secret');
    // Saved with a delay.
    await type('Variables', '{"later": 1');
    await page.waitForFunction('JSON.stringify(localStorage).includes("later")');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('secret');
    await page.close();
  },
);
