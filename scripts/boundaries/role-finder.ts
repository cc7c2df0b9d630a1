import type { Source } from './parse-source.ts';
import { purePackages, type Role, roles } from './rules.ts';

interface RoleFinder {
  file(path: string): Role;
  /** Whether the imported target, a file or a package, is free of I/O. */
  isPure(path: string, target: string): boolean;
}

/** Determines the role of each file below src/ from its name, or else from its imports. */
export function roleFinder(sources: ReadonlyMap<string, Source>): RoleFinder {
  const found = new Map<string, Role>();
  const named = (path: string): Role | undefined =>
    roles.find(([, pattern]) => pattern.test(path.replace(/^src\//, '')))?.[0];
  const isFile = (target: string) => target.startsWith('src/');
  const importsOf = (path: string) => sources.get(path)?.imports ?? [];

  function file(path: string): Role {
    const role = named(path) ?? found.get(path);
    if (role) return role;
    // Ends the recursion; cycles are reported separately.
    found.set(path, 'part');
    found.set(path, infer(path));
    return file(path);
  }

  function infer(path: string): Role {
    if (importsOf(path).every(({ target }) => isPure(path, target))) return 'pure';
    const imported = importsOf(path).flatMap(({ target }) => (isFile(target) ? [file(target)] : []));
    return imported.some((role) => ['store', 'service', 'use case'].includes(role)) ? 'use case' : 'part';
  }

  const visiting = new Set<string>();
  function isPure(path: string, target: string): boolean {
    if (!isFile(target)) return purePackages.test(target);
    if (!target.endsWith('.ts')) return true;
    const role = named(target);
    if (role === 'pure' || visiting.has(target)) return true;
    if (role && role !== 'platform') return false;
    visiting.add(target);
    const pure = importsOf(target).every((next) => isPure(target, next.target));
    visiting.delete(target);
    return pure && path !== target;
  }

  return { file, isPure };
}
