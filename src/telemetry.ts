import { startTracing } from './app/tracing.ts';
import { messageOf } from './platform/error-message.ts';

// Loaded before the server by `node --import ./src/telemetry.ts dist/server/main.js`: each request becomes a trace. See docs/operations.md.
try {
  const stop = await startTracing();
  process.once('beforeExit', () => void stop());
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
