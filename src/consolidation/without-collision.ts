import { DatabaseError } from 'pg';

const maxAttempts = 5;

/** Runs a unit of work anew where an equal memory came in between. */
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
  error instanceof DatabaseError && error.constraint === 'memory_duplicate';
