import { parseSync } from 'oxc-parser';
import { type Import, importsOf } from './imports-of.ts';
import { linesAssertingTypes, linesReadingEnvironment } from './marked-lines.ts';

/** What the rules need to know about one file. */
export interface Source {
  /** Relative to the project root. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly readsEnvironment: readonly number[];
  readonly assertsTypes: readonly number[];
}

export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  if (parsed.errors[0]) throw new Error(`${path}: ${parsed.errors[0].message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return {
    path,
    imports: importsOf(path, parsed, lineOf),
    readsEnvironment: linesReadingEnvironment(parsed, lineOf),
    assertsTypes: linesAssertingTypes(parsed, lineOf),
  };
}
