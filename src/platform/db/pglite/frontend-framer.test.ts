import { describe, expect, it } from 'vitest';
import { type FrontendFrame, FrontendFramer, FrontendFramingError } from './frontend-framer.ts';
import { copyFailMessage, parseMessage, queryMessage, syncMessage } from './frontend-messages.ts';

const startup = (code: number): Buffer => {
  const message = Buffer.alloc(8);
  message.writeUInt32BE(8, 0);
  message.writeUInt32BE(code, 4);
  return message;
};
const PROTOCOL_3_0 = 3 << 16;
const SSL_REQUEST = 80877103;

const flush = Buffer.from([0x48, 0, 0, 0, 4]);
const terminate = Buffer.from([0x58, 0, 0, 0, 4]);
const copyData = (rows: string): Buffer => {
  const header = Buffer.from([0x64, 0, 0, 0, rows.length + 4]);
  return Buffer.concat([header, Buffer.from(rows)]);
};

/** Pushes chunks as a stream would, and returns the frames in a form that is easy to compare. */
function frames(chunks: readonly Uint8Array[], framer = startedFramer()): string[] {
  const seen: string[] = [];
  for (const chunk of chunks) for (const frame of framer.push(chunk)) seen.push(show(frame));
  return seen;
}

const show = (frame: FrontendFrame): string =>
  frame.kind === 'batch' ? Buffer.from(frame.bytes).toString('hex') : JSON.stringify(frame);

function startedFramer(): FrontendFramer {
  const framer = new FrontendFramer();
  framer.startupDone();
  return framer;
}

const hex = (...messages: readonly Buffer[]): string => Buffer.concat(messages).toString('hex');

describe('FrontendFramer', () => {
  const conversation = [
    queryMessage('select 1'),
    parseMessage('select $1'),
    syncMessage(),
    parseMessage('select 2'),
    flush,
    queryMessage('copy t from stdin'),
    copyData('1\n2\n'),
    copyFailMessage('no'),
    terminate,
  ];
  const expected = [
    hex(queryMessage('select 1')),
    hex(parseMessage('select $1'), syncMessage()),
    hex(parseMessage('select 2'), flush),
    hex(queryMessage('copy t from stdin')),
    hex(copyData('1\n2\n')),
    hex(copyFailMessage('no')),
    '{"kind":"terminate"}',
  ];

  it('ends a batch after each message that expects an answer, wherever the chunks are split', () => {
    const bytes = Buffer.concat(conversation);
    for (let first = 0; first <= bytes.length; first += 1) {
      expect(frames([bytes.subarray(0, first), bytes.subarray(first)])).toEqual(expected);
    }
  });

  it('reads input byte by byte', () => {
    expect(frames([...Buffer.concat(conversation)].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('returns no batch before its end', () => {
    expect(frames([parseMessage('select 1'), syncMessage().subarray(0, 4)])).toEqual([]);
  });

  it('distinguishes startup packets, and expects tagged messages after startup', () => {
    const framer = new FrontendFramer();
    const seen: string[] = [];
    for (const byte of Buffer.concat([startup(SSL_REQUEST), startup(PROTOCOL_3_0), queryMessage('select 1')])) {
      for (const frame of framer.push(Uint8Array.of(byte))) {
        if (frame.kind === 'startup' && frame.code === PROTOCOL_3_0) framer.startupDone();
        seen.push(show(frame));
      }
    }
    expect(seen).toEqual([
      `{"kind":"startup","code":${SSL_REQUEST}}`,
      `{"kind":"startup","code":${PROTOCOL_3_0}}`,
      hex(queryMessage('select 1')),
    ]);
  });

  it('returns a long message as one batch, however many chunks it arrives in', () => {
    const bytes = queryMessage('x'.repeat(8 * 1024 * 1024));
    const framer = startedFramer();
    const batches: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += 1000) {
      for (const frame of framer.push(bytes.subarray(at, at + 1000))) {
        if (frame.kind === 'batch') batches.push(frame.bytes);
      }
    }
    expect(batches).toHaveLength(1);
    expect(Buffer.compare(Buffer.from(batches[0] ?? []), bytes)).toBe(0);
  });

  it.each([0, 3, 0x4000_0000, 0xffff_ffff])('refuses a message that claims a length of %i', (length) => {
    const message = Buffer.alloc(5);
    message.write('Q');
    message.writeUInt32BE(length, 1);
    expect(() => frames([message])).toThrow(FrontendFramingError);
  });
});
