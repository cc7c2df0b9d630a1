import { messageOf } from '../platform/error-message.ts';
import { orAfter } from '../platform/or-after.ts';
import { type Health, type HealthCheck, healthStates } from './system.ts';

/** A part of the server that may be unavailable. */
export interface HealthPart {
  readonly name: string;
  /** Whether nothing can be answered without it. */
  readonly vital?: boolean;
  /** Null: not configured. Returns a remark, or null; throws with the problem if the part does not work. */
  readonly check: (() => Promise<string | null>) | null;
}

/** A part that takes longer counts as unavailable: Prometheus waits for 10 s in all, and has to learn that it is. */
export const patienceMs = 2_000;

/** Checks all parts in parallel. DOWN: a vital one is unavailable. DEGRADED: another configured one is. */
export async function checkHealth(parts: readonly HealthPart[]): Promise<Health> {
  const checks = await Promise.all(parts.map(checkOne));
  const worst = Math.max(0, ...checks.map(({ status }) => healthStates.indexOf(status)));
  return { status: healthStates[worst] ?? 'OK', checks };
}

async function checkOne({ name, vital, check }: HealthPart): Promise<HealthCheck> {
  if (!check) return { name, status: 'OK', latencyMs: null, detail: 'not configured' };
  const startedAt = performance.now();
  const failed = (detail: string) => ({ status: vital ? 'DOWN' : 'DEGRADED', detail }) as const;
  const answer = async (): Promise<Pick<HealthCheck, 'status' | 'detail'>> => {
    try {
      return { status: 'OK', detail: await check() };
    } catch (error) {
      return failed(messageOf(error));
    }
  };
  const found = await orAfter(answer(), patienceMs, failed(`no answer within ${patienceMs} ms`));
  return { name, ...found, latencyMs: performance.now() - startedAt };
}
