import { writeFile } from 'node:fs/promises';

// usage: npm run migrate:new -- add-memory-colour    writes migrations/2026-11-20T1015-add-memory-colour.ts
const [name, ...rest] = process.argv.slice(2);

const template = `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`\`.execute(db);
}
`;

if (name && rest.length === 0 && /^[a-z0-9]+(-[a-z0-9]+)+$/.test(name)) {
  const time = new Date().toISOString().slice(0, 16).replace(':', '');
  const path = `migrations/${time}-${name}.ts`;
  await writeFile(path, template, { flag: 'wx' });
  console.log(path);
} else {
  console.error('A migration has one name of words in kebab-case: npm run migrate:new -- add-memory-colour');
  process.exitCode = 1;
}
