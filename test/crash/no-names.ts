import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** Imported by a bot's process before anything else. Its computer knows no names, and every question for one is told. */
const { lookup } = dns;

const knownOnly = new Proxy(lookup, {
  apply(target, self, values: unknown[]) {
    const [name, done] = [String(values[0]), values.at(-1)];
    if (isIP(name) !== 0 || typeof done !== 'function') return Reflect.apply(target, self, values);
    process.stderr.write(`looked up ${name}\n`);
    process.nextTick(done, Object.assign(new Error(`nobody knows ${name}`), { code: 'ENOTFOUND', hostname: name }));
  },
});

Reflect.set(dns, 'lookup', knownOnly);
syncBuiltinESMExports();
