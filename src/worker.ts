import { keepCompiled } from './platform/compile-cache.ts';

keepCompiled();
const { startJobs } = await import('./app/start-process.ts');
await startJobs();
