import { loadConfig } from '../../src/platform/config/config.ts';

/** The settings of a server for which none are given. */
export const usualConfig = loadConfig({});
