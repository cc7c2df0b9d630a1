import { inspect } from 'node:util';
import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { createLogger, toPrint } from './logger.ts';

function logged(error: object): string {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).error({ err: error }, 'request failed');
  return lines.join('');
}

function databaseError(message: string, fields: Partial<DatabaseError>): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), fields);
}

test('logs a database error without values of the row', () => {
  const line = logged(
    databaseError('new row for relation "memory" violates check constraint "memory_check"', {
      code: '23514',
      constraint: 'memory_check',
      detail: 'Failing row contains (acme, canary).',
      where: 'SQL statement "select canary"',
      internalQuery: 'select canary',
    }),
  );
  expect(line).toContain('memory_check');
  expect(line).toContain('23514');
  expect(line).toContain('logger.test.ts');
  expect(line).not.toContain('canary');
});

test('logs no more of an error that a library copied into an object than of the error itself', () => {
  const error = databaseError('duplicate key', { code: '23505', detail: 'Key (canary) already exists.' });
  const copy = { ...error, message: `${error.message} (Queue: erase)`, stack: error.stack, queue: 'erase' };
  const told = logged(copy);
  expect(JSON.parse(told).err).toMatchObject({ message: 'duplicate key (Queue: erase)', code: '23505' });
  expect(told).not.toContain('canary');
  const away = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const ofAway = logged({ ...away, message: 'read ECONNRESET (Queue: erase)', stack: away.stack });
  expect(JSON.parse(ofAway).err).toEqual({
    type: 'Error',
    message: 'read ECONNRESET (Queue: erase)',
    code: 'ECONNRESET',
  });
});

test('logs each message that the database is unavailable once a minute per part, and other messages each time', () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => lines.push(JSON.parse(line).msg) });
  const err = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const [jobs, recalls] = ['jobs', 'recalls'].map((part) => log.child({ part }));
  for (let n = 0; n < 3; n += 1) {
    jobs?.warn({ err }, 'queues wait');
    recalls?.warn({ err: { ...err, message: 'refused', stack: '' } }, 'recalls wait');
    jobs?.warn({ err, jobId: n }, 'a job failed');
    jobs?.warn({ err: new Error('no right') }, 'queues wait');
  }
  const each = ['a job failed', 'queues wait'];
  expect(lines).toEqual(['queues wait', 'recalls wait', ...each, ...each, ...each]);
});

test('an outage that lasts is logged at a higher level, although its warning was', () => {
  const lines: unknown[] = [];
  const log = createLogger('info', { write: (line) => lines.push(JSON.parse(line).level) });
  const err = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  for (const level of ['warn', 'warn', 'error', 'error'] as const) log[level]({ err }, 'nothing was consumed');
  expect(lines).toEqual([40, 50]);
});

test('omits the message of an error that quotes a value', () => {
  const line = logged(databaseError('invalid input syntax for type uuid: "canary"', { code: '22P02' }));
  expect(line).toContain('22P02');
  expect(line).toContain('logger.test.ts');
  expect(line).not.toContain('canary');
});

test('logs an unavailable database without a stack trace, and a statement timeout with one', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  expect(JSON.parse(logged(refused)).err).toEqual({ type: 'Error', message: refused.message, code: 'ECONNREFUSED' });
  const cancelled = databaseError('canceling statement due to statement timeout', { code: '57014' });
  expect(logged(cancelled)).toContain('logger.test.ts');
});

test('logs any other error with the message of its cause', () => {
  const line = logged(new Error('the disk is full', { cause: new Error('no space left') }));
  expect(line).toContain('the disk is full: no space left');
});

test('logs a JSON parse error without the text', () => {
  const notJson = (text: string): Error => {
    try {
      JSON.parse(text);
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error('it is JSON');
  };
  const line = logged(new Error('the model said something else', { cause: notJson('{"texts": canary}') }));
  expect(line).toContain('the model said something else: a text that is no JSON');
  expect(line).not.toContain('canary');
});

test('omits properties that a library added to its error', () => {
  const refused = Object.assign(new Error('WRONGPASS invalid username-password pair'), {
    command: { name: 'auth', args: ['canary'] },
    requestBodyValues: { messages: ['canary'] },
    cause: databaseError('invalid input syntax for type uuid: "canary"', { code: '22P02' }),
  });
  const line = logged(new AggregateError([refused], 'all of them failed'));
  expect(line).toContain('all of them failed');
  expect(line).toContain('WRONGPASS');
  expect(line).not.toContain('canary');
});

test('prints an uncaught error with its stack and code, and without values', () => {
  const refused = databaseError('new row violates check', { code: '23514', detail: 'Failing row contains (canary).' });
  const printed = inspect(toPrint(refused));
  for (const told of ['new row violates check', '23514', 'logger.test.ts']) expect(printed).toContain(told);
  expect(printed).not.toContain('canary');
  expect(printed).not.toContain('undefined');
  expect(toPrint('no error')).toBe('no error');
});
