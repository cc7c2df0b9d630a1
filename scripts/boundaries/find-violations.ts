import { findCycle } from './find-cycle.ts';
import type { Import } from './imports-of.ts';
import type { Source } from './parse-source.ts';
import { roleFinder } from './role-finder.ts';
import {
  features,
  mayAssertTypes,
  mayImport,
  mayReadEnvironment,
  namelessFiles,
  packages,
  readModels,
  typesOnly,
} from './rules.ts';

/** Returns all rule violations as lines to print: `src/a.ts:3 …`. Tests beside the code may import anything. */
export function findViolations(sources: readonly Source[]): string[] {
  const code = sources.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));
  const byPath = new Map(code.map((source) => [source.path, source]));
  const roleOf = roleFinder(byPath);
  const violations: string[] = [];
  for (const source of code) {
    const misplaced = placeProblem(source.path);
    if (misplaced) violations.push(`${source.path}:1 ${misplaced}`);
    for (const target of source.imports) {
      const problem = target.isPackage ? packageProblem(source, target) : fileProblem(source, target);
      if (problem) violations.push(`${source.path}:${target.line} imports ${target.target}: ${problem}`);
    }
  }
  for (const { path, readsEnvironment, assertsTypes } of sources) {
    const environment = mayReadEnvironment.test(path) ? [] : readsEnvironment;
    violations.push(...environment.map((line) => `${path}:${line} reads process.env: only src/platform/config may`));
    const assertions = mayAssertTypes.test(path) ? [] : assertsTypes;
    violations.push(...assertions.map((line) => `${path}:${line} asserts a type: only src/platform may`));
  }
  const cycle = findCycle(new Map(code.map(({ path, imports }) => [path, imports.map(({ target }) => target)])));
  if (cycle) violations.push(`${cycle[0]}:1 is part of a cycle: ${cycle.join(' → ')}`);
  return violations;

  function packageProblem({ path }: Source, { target }: Import): string | null {
    const role = roleOf.file(path);
    const rule = packages.find(({ name, roles }) => name.test(target) && !roles.includes(role));
    if (rule) return `this package is not for ${role} files`;
    return role === 'pure' && !roleOf.isPure(path, target) ? 'pure files import only what is pure' : null;
  }

  function fileProblem({ path }: Source, { target, typesOnly: isType }: Import): string | null {
    if (!target.startsWith('src/')) return /\.ts$/.test(target) ? 'this is outside src' : null;
    if (!byPath.has(target)) return /\.ts$/.test(target) ? 'there is no such source file' : null;
    const from = roleOf.file(path);
    const to = from === 'pure' && roleOf.isPure(path, target) ? 'pure' : roleOf.file(target);
    if (!mayImport[from].includes(to)) return `${from} files may not import ${to} files`;
    if (!isType && typesOnly.some(([a, b]) => a === from && b === to)) return `only types of ${to} files`;
    return featureProblem(folderOf(path), folderOf(target), to);
  }
}

function placeProblem(path: string): string | null {
  if (namelessFiles.test(path)) return 'has a name that says nothing of what is inside';
  const folder = folderOf(path);
  if (folder === '' || features.includes(folder) || ['app', 'graphql', 'platform'].includes(folder)) return null;
  return 'stands in a folder that is no feature: add it to the order of features';
}

function featureProblem(from: string, to: string, role: string): string | null {
  if (from === to || !features.includes(from) || !features.includes(to)) return null;
  if (features.indexOf(to) > features.indexOf(from)) return `${to} comes after ${from} in the order of features`;
  const foreignStore = role === 'store' && !readModels.includes(from);
  return foreignStore ? `the stores of ${to} are its own: call its service` : null;
}

/** Name of the top-level folder below src/; empty for files directly in src/. */
const folderOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
