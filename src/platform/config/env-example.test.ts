import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { environment } from './env.ts';
import { parsePostgresUrl } from './postgres-url.ts';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

test('.env.example names each variable that is read exactly once, and no other', () => {
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(environment.keyof().options.toSorted());
});

test('.env.example sets the defaults and nothing else', () => {
  const defaults = environment.parse({});
  const set = parseEnv(example);
  expect(environment.parse(set)).toEqual(defaults);
  expect(Object.keys(set).toSorted()).toEqual(Object.keys(defaults).toSorted());
});

test('.env.example explains each variable', () => {
  const [, ...sections] = example.split(/^# ---- .*$/m);
  const blocks = sections.join('\n').split(/\n(?=# )/);
  for (const name of environment.keyof().options) {
    const block = blocks.find((text) => new RegExp(`^#?${name}=`, 'm').test(text)) ?? '';
    expect(block.trim(), name).toMatch(/^# \S/);
  }
});

test('.env.example names the same modes of TLS as the error about another one', () => {
  const [, modes = ''] = /sslmode is (.*)\.$/m.exec(example) ?? [];
  const takes = `an sslmode of ${modes.split(/, | or /).join(', ')} (`;
  expect(() => parsePostgresUrl('postgres://h/db?sslmode=often', null)).toThrow(takes);
});
