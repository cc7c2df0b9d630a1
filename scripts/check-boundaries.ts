import { resolve } from 'node:path';
import { findViolations } from './boundaries/find-violations.ts';
import { readSources } from './boundaries/read-sources.ts';

// usage: node scripts/check-boundaries.ts [ROOT]    exits with 1 if a rule of scripts/boundaries/rules.ts is broken
const root = resolve(process.argv[2] ?? '.');
const sources = await readSources(root);
const violations = findViolations(sources);
for (const violation of violations) console.error(violation);
console.log(`${sources.length} files, ${violations.length} broken rules`);
if (violations.length > 0 || sources.length === 0) process.exitCode = 1;
