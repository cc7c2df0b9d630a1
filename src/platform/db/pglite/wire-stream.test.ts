import { once } from 'node:events';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawPostgresClient } from '../../../../tests/support/raw-postgres-client.ts';
import { copyFailMessage, parseMessage, queryMessage, syncMessage } from './frontend-messages.ts';
import { readTemplate } from './template.ts';
import { WireStream } from './wire-stream.ts';
import { WorkerLink } from './worker-link.ts';

const message = (tag: string, body: string): Buffer => {
  const bytes = Buffer.concat([Buffer.from(`${tag}\0\0\0\0`), Buffer.from(body)]);
  bytes.writeUInt32BE(bytes.length - 1, 1);
  return bytes;
};
const bind = message('B', '\0\0\0\0\0\0\0\0');
const execute = message('E', '\0\0\0\0\0');
const executeTwoRows = message('E', '\0\0\0\0\x02');
const flush = message('H', '');
const terminate = message('X', '');
const copyDone = message('c', '');

const link = new WorkerLink({ postgresDir: null, template: readTemplate, onDeath: (e) => expect.fail(e.message) });
beforeAll(() => link.start());
afterAll(() => link.close());

/** Runs a test in a session of its own. */
const session = async (use: (client: RawPostgresClient, stream: WireStream) => Promise<void>) => {
  const stream = new WireStream(link);
  const client = await RawPostgresClient.start(stream);
  try {
    await use(client, stream);
  } finally {
    stream.destroy();
  }
};

describe('WireStream', () => {
  it('answers identically wherever the client messages are split', () =>
    session(async (client) => {
      const batch = Buffer.concat([queryMessage('select 1'), parseMessage('select 2'), bind, execute, syncMessage()]);
      for (let split = 1; split < batch.length; split += 1) {
        client.send(batch.subarray(0, split), batch.subarray(split));
        await client.until('Z');
        expect((await client.until('Z')).map(({ tag }) => tag).join('')).toBe('12DCZ');
      }
      expect(client.unread).toBe(0);
    }));

  it('skips the rest of a batch after a failed statement, and runs the next batch', () =>
    session(async (client) => {
      const bad = Buffer.concat([parseMessage('select nope'), bind, execute, syncMessage()]);
      const good = Buffer.concat([parseMessage('select 7'), bind, execute, syncMessage()]);
      client.send(Buffer.concat([bad, good]));
      expect((await client.until('Z')).map(({ tag }) => tag).join('')).toBe('EZ');
      expect((await client.until('Z')).map(({ tag }) => tag).join('')).toBe('12DCZ');
    }));

  it('stops a query of several statements at the one that fails', () =>
    session(async (client) => {
      expect(await client.ask(queryMessage('select 1; select 1/0; select 3'))).toBe('T D(1) C(SELECT 1) E(22012) Z(I)');
    }));

  it('answers a Flush without a Sync, and keeps the portal open for more rows', () =>
    session(async (client) => {
      client.send(Buffer.concat([parseMessage('select generate_series(1, 3)'), bind, executeTwoRows, flush]));
      expect((await client.until('s')).map(({ tag }) => tag).join('')).toBe('12DDs');
      client.send(Buffer.concat([executeTwoRows, syncMessage()]));
      expect((await client.until('Z')).map(({ tag }) => tag).join('')).toBe('DCZ');
    }));

  it('declines encryption, and rejects input that is not a Postgres message', async () => {
    const stream = new WireStream(link).connect();
    await once(stream, 'connect');
    stream.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]));
    expect((await once(stream, 'data')).toString()).toBe('N');
    stream.write(Buffer.from([0, 0, 0, 3]));
    const [error] = await once(stream, 'error');
    expect(error).toMatchObject({ code: 'EMBEDDED_DATABASE_PROTOCOL' });
  });

  it("serves pg's pipeline mode with some failing queries", async () => {
    const client = new Client({ stream: () => new WireStream(link), user: 'postgres', ssl: false, pipeline: true });
    await client.connect();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => client.query(n % 50 === 7 ? 'select nope' : `select ${n}::int as n`)),
    );
    await client.end();
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0].n : 'failed'))).toEqual(
      Array.from({ length: 200 }, (_, n) => (n % 50 === 7 ? 'failed' : n)),
    );
  });
});

describe('COPY over a WireStream', () => {
  it('imports rows split across messages, and exports them again', () =>
    session(async (client) => {
      await client.ask(queryMessage('create temp table c (n int, t text)'));
      client.send(queryMessage('copy c from stdin'));
      await client.until('G');
      client.send(message('d', '1\tone\n2\tt'), message('d', 'wo\n'));
      client.send(copyDone);
      expect((await client.until('Z')).map(({ tag }) => tag).join('')).toBe('CZ');
      expect(await client.ask(queryMessage('copy c to stdout'))).toBe(
        'H d("1\\tone\\n") d("2\\ttwo\\n") c C(COPY 2) Z(I)',
      );
    }));

  it.each([
    ['a row that does not fit', [message('d', 'x\n'), copyDone], 'E(22P02) Z(I)'],
    ['a client that gives up', [message('d', '1\n'), copyFailMessage('enough')], 'E(57014) Z(I)'],
  ])('stores no rows after %s', (_, rows, answer) =>
    session(async (client) => {
      await client.ask(queryMessage('create temp table c (n int)'));
      client.send(queryMessage('copy c from stdin'));
      await client.until('G');
      expect(await client.ask(...rows)).toBe(answer);
      expect(await client.ask(queryMessage('select count(*) from c'))).toContain('D(0)');
    }),
  );

  it('refuses COPY into a missing table, and ignores rows that were already sent', () =>
    session(async (client) => {
      expect(await client.ask(queryMessage('copy nope from stdin'), message('d', '1\n'), copyDone)).toBe(
        'E(42P01) Z(I)',
      );
      expect(await client.ask(queryMessage('select 1'))).toContain('D(1)');
    }));

  it('applies backpressure while rows are processed', () =>
    session(async (client, stream) => {
      await client.ask(queryMessage('create temp table c (t text)'));
      client.send(queryMessage('copy c from stdin'));
      const rows = message('d', `${'x'.repeat(999)}\n`.repeat(500));
      let heldBack = 0;
      for (let n = 0; n < 20; n += 1) {
        if (stream.write(rows)) continue;
        heldBack += 1;
        await once(stream, 'drain');
      }
      client.send(copyDone);
      await client.until('Z');
      expect(heldBack).toBeGreaterThan(0);
      expect(await client.ask(queryMessage('select count(*) from c'))).toContain('D(10000)');
    }));

  it('stores nothing if the client disconnects midway', async () => {
    await session(async (client) => {
      await client.ask(queryMessage('create table if not exists kept (n int)'));
      client.send(queryMessage('copy kept from stdin'));
      await client.until('G');
      client.send(message('d', '1\n'));
    });
    await session(async (client) => {
      expect(await client.ask(queryMessage('select count(*) from kept'))).toContain('D(0)');
    });
  });
});

describe('between two sessions', () => {
  it('rolls back open transactions and resets session state', async () => {
    await session(async (client) => {
      await client.ask(queryMessage('create temp table t (n int); prepare p as select 1; set work_mem = 64'));
      expect(await client.ask(queryMessage('begin; create table half (n int)'))).toContain('Z(T)');
    });
    await session(async (client) => {
      expect(await client.ask(queryMessage('select 1 from t'))).toContain('E(42P01)');
      expect(await client.ask(queryMessage('select 1 from half'))).toContain('E(42P01)');
      expect(await client.ask(queryMessage('execute p'))).toContain('E(26000)');
      expect(await client.ask(queryMessage('show work_mem'))).toContain('D(4MB)');
    });
  });

  it('rolls back statements that ran without a Sync', async () => {
    await session(async (client) => {
      await client.ask(queryMessage('create table if not exists unsynced (n int)'));
      client.send(Buffer.concat([parseMessage('insert into unsynced values (1)'), bind, execute, flush]));
      await client.until('C');
    });
    await session(async (client) => {
      expect(await client.ask(queryMessage('select count(*) from unsynced'))).toContain('D(0)');
    });
  });

  it('sends no answer to a destroyed stream, and to the next one only its own', async () => {
    const stream = new WireStream(link);
    const gone = await RawPostgresClient.start(stream);
    gone.send(queryMessage("select 'for the first' from pg_sleep(0.05)"));
    stream.destroy();
    await session(async (client) => {
      expect(await client.ask(queryMessage('select 2'))).toBe('T D(2) C(SELECT 1) Z(I)');
      expect(gone.unread).toBe(0);
    });
  });

  it('closes the stream when the client sends Terminate', async () => {
    const stream = new WireStream(link);
    const client = await RawPostgresClient.start(stream);
    client.send(terminate);
    stream.end();
    await once(stream, 'close');
  });

  it('refuses a second session beside the first', () =>
    session(async (first) => {
      const second = new WireStream(link).connect();
      const [error] = await once(second, 'error');
      expect(error).toMatchObject({ code: 'EMBEDDED_DATABASE_BUSY' });
      expect(await first.ask(queryMessage('select 1'))).toContain('D(1)');
    }));
});
