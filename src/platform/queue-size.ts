/** Events that may wait for a subscriber: by itself, and at most. */
export const usualQueueSize = 100;
export const mostQueueSize = 1_000;
