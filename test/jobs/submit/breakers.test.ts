import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SubmitOutcome } from '../../../src/domain/ports/relay.ts';
import { createBreakers } from '../../../src/jobs/submit/breakers.ts';
import { PAUSE, STRIKES } from '../../../src/jobs/submit/circuit-breaker.ts';
import { sampleClock } from '../../sample-clock.ts';

const accepted: SubmitOutcome = { kind: 'accepted', taskId: '1', window: false, ahead: null };
const unreached: SubmitOutcome = { kind: 'unreached', detail: '' };
const unknown: SubmitOutcome = { kind: 'unknown', detail: '' };
const ANY = Number.POSITIVE_INFINITY;

function setUp() {
  const time = { now: 1_000_000 };
  const breakers = createBreakers(sampleClock(() => time.now));
  const send = (member: string, outcome: SubmitOutcome | null) => breakers.end(breakers.begin(member), outcome, member);
  return { ...breakers, time, send };
}

it('one member’s unanswered submissions never stop another’s', () => {
  const event = fc.oneof(
    fc.constantFrom(unknown, null),
    fc.record({ ms: fc.constantFrom(1, 2_000, 61_000) }),
    fc.record({ alive: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (script) => {
      const { time, room, send, probed, troubledSince } = setUp();
      for (const step of script) {
        if (step && 'ms' in step) time.now += step.ms;
        else if (step && 'alive' in step) probed(step.alive);
        else if (room('ann') > 0) send('ann', step);
        expect([room('ben'), troubledSince('ben'), troubledSince()]).toEqual([ANY, null, null]);
      }
    }),
  );
});

it('the member waits who has had several in a row, until the relay answers or somebody is taken', () => {
  const { time, room, send, wantsProbe, probed, troubledSince, holdsMembers } = setUp();
  for (let n = 0; n < STRIKES; n += 1) send('ann', unknown);
  expect([room('ann'), room('ben'), troubledSince('ann'), holdsMembers()]).toEqual([0, ANY, time.now, true]);
  time.now += PAUSE.least;
  expect(wantsProbe()).toBe(true);
  probed(true);
  expect(room('ann')).toBe(1);
  send('ann', unknown);
  expect(room('ann')).toBe(0);
  send('ben', accepted);
  expect([room('ann'), holdsMembers()]).toEqual([ANY, false]);
});

it('everybody waits as soon as another member’s goes unanswered as well, and at once when nothing can be sent', () => {
  const several = setUp();
  for (let n = 0; n < STRIKES; n += 1) several.send('ann', unknown);
  several.send('ben', unknown);
  expect([several.room('cyd'), several.troubledSince()]).toEqual([0, several.time.now]);
  const gone = setUp();
  gone.send('ann', unreached);
  expect([gone.room('ann'), gone.room('ben')]).toEqual([0, 0]);
});
