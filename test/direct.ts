import { createProxy } from '../src/proxy/proxy.ts';
import { noProxy } from '../src/proxy/settings.ts';

/** The way to everybody where no proxy is set. */
export const direct = createProxy(noProxy);
