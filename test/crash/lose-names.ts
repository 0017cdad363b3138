import dns from 'node:dns';
import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Imported by a bot's process before anything else. While the file NAMELESS_FILE exists, there is no DNS answer for any name. */
const file = process.env.NAMELESS_FILE ?? '';
const { lookup } = dns;

dns.lookup = new Proxy(lookup, {
  apply(target, self, values: unknown[]) {
    const done = values.at(-1);
    if (!existsSync(file) || typeof done !== 'function') return Reflect.apply(target, self, values);
    const error = new Error(`getaddrinfo ENOTFOUND ${values[0]}`);
    setImmediate(() => done(Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: values[0] })));
    return undefined;
  },
});
syncBuiltinESMExports();
