import { keepCompiled } from './platform/compile-cache.ts';

keepCompiled();
const { startProcess } = await import('./app/start-process.ts');
await startProcess();
