import { bossDatabase, type ConnectionSource } from './boss-database.ts';

/** A job that failed waits no longer than half of it to be tried again, and all other times of the queues are of the past. */
const furthest = "now() + interval '10 minutes'";

/**
 * Brings back what lies further ahead than anything of the queues may: the clock of the database was set back since. Until those times had come once more no
 * job of before would be due, or be taken from a process that died, and none would be sent by the clock.
 */
export async function bringBack(source: ConnectionSource, schema: string): Promise<void> {
  await bossDatabase(source).executeSql(`
    update "${schema}".version set cron_on = now() where cron_on > ${furthest};
    update "${schema}".queue set monitor_on = now(), monitor_claim_on = now(), maintain_on = now()
      where greatest(monitor_on, monitor_claim_on, maintain_on) > ${furthest};
    update "${schema}".job set start_after = now() where state < 'active' and start_after > ${furthest};
    update "${schema}".job set started_on = now(), heartbeat_on = now() where state = 'active' and greatest(started_on, heartbeat_on) > ${furthest}`);
}
