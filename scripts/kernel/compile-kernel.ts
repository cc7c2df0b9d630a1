import openWabt from 'wabt';

/** Compiles a WebAssembly text module with SIMD, relaxed SIMD and shared memory to binary. Throws if it is invalid. */
export async function compileKernel(source: string): Promise<Buffer> {
  const wabt = await openWabt();
  const module = wabt.parseWat('kernel.wat', source, { simd: true, threads: true, relaxed_simd: true });
  try {
    return Buffer.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
