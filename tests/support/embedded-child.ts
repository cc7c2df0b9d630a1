import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';

// A process of its own with the embedded database, for tests that kill it.
//   embedded-child.ts FOLDER hold     opens the folder, prints `open`, waits
//   embedded-child.ts FOLDER write    commits bulks of ten rows, prints the number of each bulk once it is acknowledged
const [dataDir = '', task = 'hold'] = process.argv.slice(2);

const database = await openEmbedded({ dataDir, onDeath: (error) => console.error(error.message) });
console.log('open');

if (task === 'write') {
  await database.pool.query('create table if not exists written (bulk int, item int)');
  const { rows } = await database.pool.query('select coalesce(max(bulk), 0) as last from written');
  for (let bulk = rows[0].last + 1; ; bulk += 1) {
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('insert into written select $1, generate_series(1, 5)', [bulk]);
    await client.query('insert into written select $1, generate_series(6, 10)', [bulk]);
    await client.query('commit');
    client.release();
    console.log(String(bulk));
  }
}
