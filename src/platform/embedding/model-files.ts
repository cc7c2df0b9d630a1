import { type FileHandle, open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hasCode } from '../error-code.ts';

/** The package's models folder, both for src/platform/embedding and for its compiled counterpart in dist. */
export const packagedModels: string = fileURLToPath(new URL('../../../models/', import.meta.url));

const shipped =
  'The package ships this file in its folder "models"; MODEL_DIR names another folder to look in. ' +
  'models/PROVENANCE.md says how the files are made.';

/** A model file is missing, unreadable or invalid. The message names the file and the remedy. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';

  /** Without a remedy, the file is one that the package ships. */
  constructor(path: string, problem: string, options: ErrorOptions & { readonly remedy?: string } = {}) {
    super(`Cannot use the model file ${path}: ${problem}\n${options.remedy ?? shipped}`, options);
  }
}

/** Opens the file for `read` and closes it. Throws ModelFileError for errors of the file system. */
export async function readModelFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    await using file = await open(path);
    return await read(file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const missing = hasCode(error, 'ENOENT');
    throw new ModelFileError(path, missing ? 'it is not there' : error.message, { cause: error });
  }
}
