/** A client message of the Postgres wire protocol: a tag, the length, the body. */
const message = (tag: string, body: Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header.write(tag, 'latin1');
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};

export const queryMessage = (sql: string): Buffer => message('Q', Buffer.from(`${sql}\0`));

/** Prepares the unnamed statement. */
export const parseMessage = (sql: string): Buffer => message('P', Buffer.from(`\0${sql}\0\0\0`));

export const syncMessage = (): Buffer => message('S', Buffer.alloc(0));

export const copyFailMessage = (reason: string): Buffer => message('f', Buffer.from(`${reason}\0`));
