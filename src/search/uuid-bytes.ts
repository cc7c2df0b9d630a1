import type { Hit } from './search.ts';

/** Codes of characters: the digits come first, then the letters from `a`. */
const [dash, zero, nine, tenBelowA] = [0x2d, 0x30, 0x39, 0x57];

/** Writes the id of a hit as 16 bytes. */
export function writeIdOf(hit: Pick<Hit, 'id' | 'writeId'>, bytes: Buffer, at: number): void {
  if (hit.writeId) hit.writeId(bytes, at);
  else writeUuid(hit.id, bytes, at);
}

/** Writes the 16 bytes of a uuid in lower case: hundreds of ids are packed, as fast as their letters can be read. */
export function writeUuid(id: string, bytes: Buffer, start: number): void {
  let digits = 0;
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    if (code === dash) continue;
    const digit = code <= nine ? code - zero : code - tenBelowA;
    const at = start + (digits >>> 1);
    bytes[at] = (digits & 1) === 0 ? digit << 4 : (bytes[at] ?? 0) | digit;
    digits += 1;
  }
}
