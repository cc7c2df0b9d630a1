import { DatabaseError } from 'pg';

const maxAttempts = 5;

/** Runs a transaction anew where it met another one: a deadlock, or an equal memory that came in between. */
export async function withoutCollision<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === maxAttempts || !isCollision(error)) throw error;
    }
  }
}

const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '40P01' || error.constraint === 'memory_duplicate');
