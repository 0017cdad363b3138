import { readFileSync } from 'node:fs';

/**
 * Imported by a bot's process before anything else. Its computer's clock is then wrong by as many ms as the file CLOCK_FILE
 * says at each look, so that a test can set it at any moment. What durations are measured by goes on evenly, as it does on a
 * real computer.
 */
const RealDate = Date;
const file = process.env.CLOCK_FILE ?? '';
const now = () => RealDate.now() + Number(readFileSync(file, 'utf8'));

globalThis.Date = new Proxy(RealDate, {
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  apply: () => new RealDate(now()).toString(),
  construct: (target, values: unknown[], self) => Reflect.construct(target, values.length > 0 ? values : [now()], self),
});
