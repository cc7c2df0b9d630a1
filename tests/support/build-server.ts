import type { TestProject } from 'vitest/node';
import { build } from '../../bench/support/start-script.ts';
import { migratedArchive } from './migrated-archive.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of an archive of a migrated embedded database. */
    migratedArchive: string;
  }
}

/** Once for all projects of a run: to find out that nothing has changed takes half a second. */
let archive: Promise<string> | null = null;

/** Builds the server from the current sources: tests start what users start. */
export default async function setUp(project: TestProject): Promise<void> {
  archive ??= prepare();
  project.provide('migratedArchive', await archive);
}

async function prepare(): Promise<string> {
  build();
  return await migratedArchive();
}
