/** Tests start what users start, made of the sources as they are now. */
export { build as default } from '../../bench/support/start-script.ts';
