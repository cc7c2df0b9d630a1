import type { TestProject } from 'vitest/node';
import { build } from '../../bench/support/start-script.ts';
import { migratedArchive } from './migrated-archive.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of an archive of a migrated embedded database. */
    migratedArchive: string;
  }
}

/** Builds the server from the current sources: tests start what users start. */
export default async function setUp(project: TestProject): Promise<void> {
  build();
  project.provide('migratedArchive', await migratedArchive());
}
