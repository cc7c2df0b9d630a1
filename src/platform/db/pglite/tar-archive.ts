import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK = 512;
const FOLDER = '5';

/** Packs the files and folders below `root` as a tar archive. Names may have up to 100 bytes, which suffices for Postgres. */
export async function packFolder(root: string): Promise<Buffer<ArrayBuffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const named = entries.map((entry) => ({ entry, name: join(entry.parentPath, entry.name).slice(root.length + 1) }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  const blocks: Buffer[] = [];
  for (const { entry, name } of named) {
    if (entry.isDirectory()) blocks.push(header(`${name}/`, 0, FOLDER));
    if (!entry.isFile()) continue;
    const content = await readFile(join(root, name));
    blocks.push(header(name, content.length, '0'), content, Buffer.alloc(padding(content.length)));
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** Unpacks an archive of `packFolder` into `root`, readable by the owner only. */
export async function unpackFolder(archive: Buffer, root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const { name, isFolder, content } of entriesOf(archive)) {
    if (isFolder) await mkdir(join(root, name), { recursive: true, mode: 0o700 });
    else await writeFile(join(root, name), content, { mode: 0o600 });
  }
}

function* entriesOf(archive: Buffer): Generator<{ name: string; isFolder: boolean; content: Buffer }> {
  let at = 0;
  while (archive[at]) {
    const name = archive.toString('utf8', at, archive.indexOf(0, at));
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 135), 8);
    const start = at + BLOCK;
    yield {
      name,
      isFolder: archive.toString('latin1', at + 156, at + 157) === FOLDER,
      content: archive.subarray(start, start + size),
    };
    at = start + size + padding(size);
  }
}

const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

function header(name: string, size: number, type: string): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`the name is too long for this archive: ${name}`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(type === FOLDER ? '0000700\0' : '0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`${'0'.padStart(11, '0')}\0`, 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
