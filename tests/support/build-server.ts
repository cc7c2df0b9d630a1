import type { TestProject } from 'vitest/node';
import { build } from '../../bench/support/start-script.ts';
import { migratedArchive } from './migrated-archive.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of an archive of a migrated embedded database. */
    migratedArchive: string;
  }
}

/** Tests start what users start, made of the sources as they are now. */
export default async function setUp(project: TestProject): Promise<void> {
  build();
  project.provide('migratedArchive', await migratedArchive());
}
