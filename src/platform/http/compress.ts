import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** In bytes. Smaller bodies are few packets: compressing them takes longer than sending them. */
const leastBytes = 8 * 1024;
/** At these levels text shrinks nearly as far as possible, in a tenth of the time. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const gzipOptions = { level: 4 };

const encoders = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, brotliOptions),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, gzipOptions),
};

interface Compressed {
  readonly encoding: keyof typeof encoders;
  readonly bytes: Buffer;
}

/** Compresses a response as its `Accept-Encoding` allows; null if it is to be sent as it is. */
export async function compress(bytes: Buffer, acceptEncoding: string | null): Promise<Compressed | null> {
  const encoding = bytes.length < leastBytes ? null : acceptedEncoding(acceptEncoding ?? '');
  return encoding && { encoding, bytes: await encoders[encoding](bytes) };
}

function acceptedEncoding(header: string): Compressed['encoding'] | null {
  if (acceptsEncoding(header, 'br')) return 'br';
  return acceptsEncoding(header, 'gzip') ? 'gzip' : null;
}

/** Whether an `Accept-Encoding` allows this encoding. */
export function acceptsEncoding(header: string | null, encoding: Compressed['encoding']): boolean {
  return (header ?? '')
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .split(',')
    .map((entry) => entry.split(';'))
    .some(([name, ...parameters]) => name === encoding && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)));
}
