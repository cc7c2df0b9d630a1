import { bossDatabase, type ConnectionSource } from './boss-database.ts';

/** Retries are delayed by at most half of this, and all other times in the queues lie in the past. */
const furthest = "now() + interval '10 minutes'";

/**
 * Resets times in the queues that lie further in the future than possible: the clock of the database was set back. Until those times came again, no earlier
 * job would be due or taken from a dead process, and none would be sent by cron.
 */
export async function bringBack(source: ConnectionSource, schema: string): Promise<void> {
  await bossDatabase(source).executeSql(`
    update "${schema}".version set cron_on = now() where cron_on > ${furthest};
    update "${schema}".queue set monitor_on = now(), monitor_claim_on = now(), maintain_on = now()
      where greatest(monitor_on, monitor_claim_on, maintain_on) > ${furthest};
    update "${schema}".job set start_after = now() where state < 'active' and start_after > ${furthest};
    update "${schema}".job set started_on = now(), heartbeat_on = now() where state = 'active' and greatest(started_on, heartbeat_on) > ${furthest}`);
}
