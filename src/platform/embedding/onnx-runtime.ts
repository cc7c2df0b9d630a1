import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ModelFileError } from './model-files.ts';

type Runtime = Pick<typeof import('onnxruntime-node'), 'InferenceSession' | 'Tensor'>;

const packageName = 'onnxruntime-node';

/** An open model that takes piece ids. */
export type OpenModel = Awaited<ReturnType<typeof openOnnxModel>>;

/** Opens an ONNX model. Throws ModelFileError with the remedy if it is missing or unreadable. */
export async function openOnnxModel(path: string, remedy: string) {
  await access(path).catch((cause: unknown) => {
    throw new ModelFileError(path, 'it is not there', { cause, remedy });
  });
  const runtime = await importRuntime();
  const session = await runtime.InferenceSession.create(path, {
    // At most half of the cores, as the other half serves requests; spinning threads would take it.
    intraOpNumThreads: Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }).catch((cause: unknown) => {
    throw new ModelFileError(path, 'the ONNX runtime cannot read it', { cause, remedy });
  });
  return {
    session,
    /** Creates a tensor of one row of integers. */
    tensor: (values: readonly number[]) =>
      new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]),
  };
}

async function importRuntime(): Promise<Runtime> {
  try {
    const { default: runtime } = await import('onnxruntime-node');
    return runtime;
  } catch (cause) {
    throw new Error(
      `A model in the process needs the optional package ${packageName}, which is not there: npm install --ignore-scripts ${packageName}@1.30.0`,
      { cause },
    );
  }
}
