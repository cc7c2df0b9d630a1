import { readFile, writeFile } from 'node:fs/promises';
import openWabt from 'wabt';

// usage: node scripts/build-kernel.ts [--check]    compiles the SIMD kernels; --check: exits with 1 if one is out of date
const folder = new URL('../src/platform/simd/', import.meta.url);
const kernels = [
  { file: 'dot-scan', constant: 'dotScanBinary' },
  { file: 'max-sim', constant: 'maxSimBinary' },
];

const wabt = await openWabt();

/** Compiles a WebAssembly text module with SIMD, relaxed SIMD and shared memory to binary. Throws if it is invalid. */
function compile(source: string): Buffer {
  const module = wabt.parseWat('kernel.wat', source, { simd: true, threads: true, relaxed_simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

for (const { file, constant } of kernels) {
  const target = new URL(`${file}.binary.ts`, folder);
  const compiled = compile(await readFile(new URL(`${file}.wat`, folder), 'utf8'));
  const text = `/** Compiled from ${file}.wat by \`npm run build:kernel\`: WebAssembly, base64. */
export const ${constant} =
  '${compiled.toString('base64')}';
`;
  if (!process.argv.includes('--check')) await writeFile(target, text);
  else if ((await readFile(target, 'utf8')) !== text) {
    console.error(`${file}.binary.ts is not what ${file}.wat compiles to: npm run build:kernel`);
    process.exitCode = 1;
  }
}
