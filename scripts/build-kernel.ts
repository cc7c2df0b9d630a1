import { readFile, writeFile } from 'node:fs/promises';
import { compileKernel } from './kernel/compile-kernel.ts';

// usage: node scripts/build-kernel.ts [--check]    compiles the SIMD kernel; --check: exit 1 where it is not what its source makes
const folder = new URL('../src/platform/simd/', import.meta.url);
const target = new URL('dot-scan.binary.ts', folder);
const compiled = await compileKernel(await readFile(new URL('dot-scan.wat', folder), 'utf8'));
const text = `/** Compiled from dot-scan.wat by \`npm run build:kernel\`: WebAssembly, base64. */
export const dotScanBinary =
  '${compiled.toString('base64')}';
`;
if (!process.argv.includes('--check')) await writeFile(target, text);
else if ((await readFile(target, 'utf8')) !== text) {
  console.error('dot-scan.binary.ts is not what dot-scan.wat compiles to: npm run build:kernel');
  process.exitCode = 1;
}
