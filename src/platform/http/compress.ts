import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Less than this are few packets: to compress them takes longer than to send them. In bytes. */
const leastBytes = 8 * 1024;
/** The levels at which text still shrinks to nearly its least, for a tenth of the time. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const gzipOptions = { level: 4 };

const encoders = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, brotliOptions),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, gzipOptions),
};

export interface Compressed {
  readonly encoding: keyof typeof encoders;
  readonly bytes: Buffer;
}

/** An answer as its client takes it by `Accept-Encoding`; null where it stays as it is. */
export async function compress(bytes: Buffer, acceptEncoding: string | null): Promise<Compressed | null> {
  const encoding = bytes.length < leastBytes ? null : acceptedEncoding(acceptEncoding ?? '');
  return encoding && { encoding, bytes: await encoders[encoding](bytes) };
}

function acceptedEncoding(header: string): Compressed['encoding'] | null {
  const accepted = new Set<string>();
  for (const entry of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.replaceAll(/\s/g, '').split(';');
    if (!parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) accepted.add(name);
  }
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : null;
}
