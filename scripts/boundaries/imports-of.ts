import { posix } from 'node:path';
import { type ParseResult, Visitor } from 'oxc-parser';

export interface Import {
  /** A path relative to the project root, or a package name. */
  readonly target: string;
  readonly isPackage: boolean;
  readonly typesOnly: boolean;
  readonly line: number;
}

/** Every form of import counts: types, `export … from`, `import('…')`, and a worker's `new URL('./x.ts', …)`. */
export function importsOf(path: string, { module, program }: ParseResult, lineOf: (at: number) => number): Import[] {
  const imports: Import[] = [];
  const add = (specifier: string, typesOnly: boolean, at: number) => {
    const isPackage = !specifier.startsWith('.');
    const target = isPackage ? specifier : posix.join(posix.dirname(path), specifier);
    imports.push({ target, isPackage, typesOnly, line: lineOf(at) });
  };
  for (const { moduleRequest, entries, start } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType), start);
  }
  for (const { entries } of module.staticExports) {
    const typesOnly = entries.every(({ isType }) => isType);
    const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest;
    if (from) add(from.value, typesOnly, from.start);
  }
  new Visitor({
    ImportExpression: ({ source, start }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false, start);
    },
    TSImportType: ({ source, start }) => add(source.value, true, start),
    NewExpression: ({ callee, arguments: [first], start }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || first?.type !== 'Literal') return;
      if (typeof first.value === 'string' && /^\.{1,2}\/.*\.ts$/.test(first.value)) add(first.value, false, start);
    },
  }).visit(program);
  return imports;
}
