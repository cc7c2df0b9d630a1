import { openEmbedded } from './src/platform/db/pglite/embedded-database.ts';
const { pool, close } = await openEmbedded({ dataDir: process.argv[2]!, onDeath: console.error });
for (const q of ['select count(*)::int from memory', 'select count(*)::int from collection', 'select count(*)::int from event', 'select name, state, retry_count, created_on, started_on, completed_on from pgboss.job', 'select name,cron,last_job_id from pgboss.schedule']) console.log(q, JSON.stringify((await pool.query(q)).rows));
await close();
