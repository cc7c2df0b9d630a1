import type { VectorBacklog } from '../memory/vector-backlog.ts';
import type { ManagedCache } from '../platform/cache/cache.ts';
import type { JobCounts } from './job.ts';

export const healthStates = ['OK', 'DEGRADED', 'DOWN'] as const;
export type HealthState = (typeof healthStates)[number];

export interface HealthCheck {
  readonly name: string;
  readonly status: HealthState;
  /** Null: not configured. */
  readonly latencyMs: number | null;
  readonly detail: string | null;
}

export interface Health {
  readonly status: HealthState;
  readonly checks: readonly HealthCheck[];
}

/** Response times of the operations with one name since the start. */
export interface OperationLatency {
  readonly operation: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** Resources that the process uses. */
export interface ProcessFigures {
  /** Host and process id. */
  readonly name: string;
  /** Percent of one core since the last reading; 200 is two full cores. */
  readonly cpuPercent: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** On the disk of the data folder. */
  readonly diskFreeBytes: number;
  /** Within the last minute or two. */
  readonly eventLoopDelayP99Ms: number;
}

export const pressureLevels = ['NORMAL', 'NOTICE', 'WARNING', 'CRITICAL'] as const;
export type PressureLevel = (typeof pressureLevels)[number];

/** How close the process is to its memory limit. */
export interface MemoryPressure {
  /** Resident memory as a fraction of the limit. */
  readonly usedFraction: number;
  readonly level: PressureLevel;
  readonly jobsPaused: boolean;
  readonly lastClearedAt: Date | null;
}

export interface PoolFigures {
  readonly name: string;
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
  /** How often somebody waited too long for a connection, since the start. */
  readonly timeouts: number;
}

export interface ConsumerFigures {
  readonly name: string;
  readonly lagEvents: number;
  readonly lagSeconds: number;
}

export interface AgentPoolFigures {
  readonly size: number;
  readonly maxSize: number;
  /** Number of agents that are answering at least one question. */
  readonly busy: number;
  readonly created: number;
  readonly reused: number;
  readonly evicted: number;
  /** Number of attempts at an answer that completed. */
  readonly answered: number;
  /** Number of those that failed, without cancelled ones. */
  readonly failed: number;
}

export interface SubscriptionFigures {
  readonly active: number;
  readonly queued: number;
  readonly dropped: number;
  readonly coalesced: number;
  readonly closedIdle: number;
  /** Closed because they were full and may not drop anything, or because their client stopped reading. */
  readonly closedSlow: number;
  /** Closed because their client gave no sign of life while nothing waited for it. */
  readonly closedLost: number;
}

/** Sources of the figures. What is read from the database is read only if asked for. */
export interface MetricSources {
  readonly process: () => Promise<ProcessFigures>;
  readonly latency: () => readonly OperationLatency[];
  readonly caches: readonly ManagedCache[];
  readonly pools: () => readonly PoolFigures[];
  /** Number of searches since the start by what they read from: the replica, or why not; empty without a replica. */
  readonly replicaReads: () => Readonly<Record<string, number>>;
  readonly consumers: () => Promise<readonly ConsumerFigures[]>;
  readonly toEmbed: () => Promise<readonly VectorBacklog[]>;
  readonly agentPool: () => AgentPoolFigures;
  readonly subscriptions: () => SubscriptionFigures;
  readonly jobs: () => Promise<readonly JobCounts[]>;
  readonly memoryPressure: () => MemoryPressure;
}
