import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { type Expression, parseSync, type Statement, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

/** Files that decide which memories are found, in which order, and how alive they are. */
const deciding = [
  'src/search/ranking/*.ts',
  'src/search/sql-engine/*.ts',
  'src/search/recall-index/{*-arm,pool,recall-search,best-rows}.ts',
  'src/search/rerank/*.ts',
  'src/search/{okapi,crowds,graph-arm,tie-breaks,hits,finder,search.service,asked,asked-scope.store}.ts',
  'src/memory/{resonance,tier,update-tiers,recalls,faded,bootstrap.store}.ts',
];

/** Self-explanatory numbers: zero, one, twice or half of something, months and parts of days. */
const plain = new Set([0, 1, 2, 12, 1_000, 86_400, 86_400_000]);

type Numbers = { readonly at: number; readonly text: string }[];

/** Numbers in code, except list indices and bit shifts, and numbers in the text of statements. */
function numbersIn(program: Parameters<Visitor['visit']>[0]): Numbers {
  const numbers: Numbers = [];
  const spared = new Set<number>();
  const spare = (node: Expression) => node.type === 'Literal' && spared.add(node.start);
  new Visitor({
    MemberExpression: ({ property }) => property.type === 'Literal' && spare(property),
    BinaryExpression: ({ operator, right }) =>
      operator.includes('<<') || operator.includes('>>') ? spare(right) : null,
    Literal: ({ value, raw, start }) => {
      if (typeof value === 'number' && !plain.has(value) && !spared.has(start))
        numbers.push({ at: start, text: `${raw}` });
    },
    TemplateElement: ({ value: { raw }, start }) => {
      for (const { 0: text, index } of raw.matchAll(/(?<![\w$.:'{}\\-])(?:\d*\.\d+|\d{2,}|[3-9])(?![\w.'}])/g))
        if (!plain.has(Number(text))) numbers.push({ at: start + index, text });
    },
  }).visit(program);
  return numbers;
}

/** Ranges of a module's constant declarations with a comment above; a group without blank lines counts as one. */
function commentedConstants(body: readonly Statement[], text: string): [start: number, end: number][] {
  const groups: [start: number, end: number][] = [];
  for (const statement of body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') continue;
    if (declared.declarations.some(({ init }) => init?.type.includes('Function'))) continue;
    const last = groups.at(-1);
    if (last && /^[ \t]*\n?[ \t]*$/.test(text.slice(last[1], statement.start))) last[1] = statement.end;
    else groups.push([statement.start, statement.end]);
  }
  return groups.filter(([start]) => /(?:\*\/|\/\/[^\n]*)\n$/.test(text.slice(0, start)));
}

/** Numbers outside commented constants, as `line: number`. */
function namelessNumbers(path: string, text: string): string[] {
  const { program } = parseSync(path, text);
  const constants = commentedConstants(program.body, text);
  return numbersIn(program)
    .filter(({ at }) => !constants.some(([start, end]) => start <= at && at < end))
    .map(({ at, text: number }) => `${path}:${text.slice(0, at).split('\n').length}: ${number}`);
}

test('every number used in ranking has a name and a comment on its origin', async () => {
  const files = (await Array.fromAsync(glob(deciding))).filter((path) => !path.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((path) => namelessNumbers(path, readFileSync(path, 'utf8')))).toEqual([]);
});

describe('reports an unnamed number', () => {
  test.each([
    ['in a function', 'export const boost = (score: number) => score * 1.2;'],
    ['in a constant without a comment', "import a from 'a';\n\nconst boost = 1.2;\n"],
    ['in a constant that stands apart from a comment', '/** Why. */\nconst one = 3;\n\nconst boost = 1.2;\n'],
    ['in a statement', 'const statement = sql`select score * 1.2 from memory`;'],
  ])('%s', (_, text) => {
    expect(namelessNumbers('a.ts', text)).toEqual([expect.stringMatching(/^a\.ts:\d: 1\.2$/)]);
  });

  test('reports none where no comment is needed', () => {
    const text =
      '/** Why. */\nconst boost = 1.2;\nconst other = 7;\nexport const f = (l: number[]) => (l[3] ?? 0) << 7 | 2;\n';
    expect(namelessNumbers('a.ts', text)).toEqual([]);
  });
});
