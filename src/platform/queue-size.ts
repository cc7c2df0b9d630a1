/** Default and maximum number of events queued for a subscriber. */
export const usualQueueSize = 100;
export const mostQueueSize = 1_000;
