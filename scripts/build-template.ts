import { writeFile } from 'node:fs/promises';
import { compressTemplate, TEMPLATE_FILE } from '../src/platform/db/pglite/template.ts';
import { makeTemplate } from '../src/platform/db/pglite/template-builder.ts';

// Run this after a change of PGlite or of an extension. The file is committed: a first start unpacks it, offline.
const template = await compressTemplate(await makeTemplate({ base: null }));
await writeFile(TEMPLATE_FILE, template);
console.log(`${TEMPLATE_FILE.pathname.split('/').slice(-2).join('/')}: ${(template.length / 1024).toFixed(0)} KB`);
