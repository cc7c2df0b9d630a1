import openWabt from 'wabt';

/** A WebAssembly text module with SIMD, relaxed operations included, and shared memory as the bytes that engines load. Throws where it is wrong. */
export async function compileKernel(source: string): Promise<Buffer> {
  const wabt = await openWabt();
  const module = wabt.parseWat('kernel.wat', source, { simd: true, threads: true, relaxed_simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
