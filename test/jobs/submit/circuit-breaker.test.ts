import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../src/domain/failures/reason.ts';
import type { SubmitOutcome } from '../../../src/domain/ports/relay.ts';
import { createCircuitBreaker, PAUSE, STRIKES, type Ticket } from '../../../src/jobs/submit/circuit-breaker.ts';
import { sampleClock } from '../../sample-clock.ts';

const accepted: SubmitOutcome = { kind: 'accepted', taskId: '1', window: false, ahead: null };
const refused: SubmitOutcome = { kind: 'refused', reason: { kind: 'bannedWord', word: '' } };
const unread: SubmitOutcome = { kind: 'refused', reason: { kind: 'pictureUnreadable' } };
const full: SubmitOutcome = { kind: 'busy', reason: { kind: 'queueFull' }, retryAfter: null };
const notReady: SubmitOutcome = { kind: 'busy', reason: { kind: 'taskNotReady' }, retryAfter: null };
const withoutAccount: SubmitOutcome = { kind: 'busy', reason: { kind: 'noAccount' }, retryAfter: null };
const unreached: SubmitOutcome = { kind: 'unreached', detail: '' };
const unknown: SubmitOutcome = { kind: 'unknown', detail: '' };

const ANY = Number.POSITIVE_INFINITY;

function setUp() {
  const time = { now: 1_000_000 };
  const breaker = createCircuitBreaker(sampleClock(() => time.now));
  return {
    ...breaker,
    time,
    /** One submission from its beginning to its end. */
    send: (outcome: SubmitOutcome | null) => breaker.end(breaker.begin(), outcome),
    /** As the engine asks the relay when it is time to. */
    probe(alive: boolean) {
      expect(breaker.wantsProbe()).toBe(true);
      breaker.probed(alive);
    },
  };
}

describe('the breaker', () => {
  it('lets everything through while the relay answers, whatever it says', () => {
    const { send, room, troubledSince } = setUp();
    for (const outcome of [accepted, refused, notReady, unread, unknown, accepted, unknown, refused, unknown]) {
      send(outcome);
      expect(room()).toBe(ANY);
    }
    expect(troubledSince()).toBeNull();
  });

  it('is not moved by what is refused to one job, however often', () => {
    const { send, room, troubledSince, wantsProbe } = setUp();
    const reasons: readonly Reason[] = [
      { kind: 'unsupported', detail: '' },
      { kind: 'operator', detail: '' },
      { kind: 'invalidRequest', detail: '' },
      { kind: 'noAccount' },
      { kind: 'taskUnknown' },
      { kind: 'saturated' },
      { kind: 'relayFailed' },
    ];
    for (const reason of [...reasons, ...reasons, ...reasons]) {
      send({ kind: 'refused', reason });
      send(notReady);
      send(withoutAccount);
      expect([room(), troubledSince(), wantsProbe()]).toEqual([ANY, null, false]);
    }
  });

  it('opens after several submissions in a row without an answer, and after one that could not be sent', () => {
    const silent = setUp();
    for (let n = 1; n < STRIKES; n += 1) silent.send(unknown);
    expect(silent.room()).toBe(ANY);
    silent.send(unknown);
    expect(silent.room()).toBe(0);
    expect(silent.troubledSince()).toBe(silent.time.now);
    const gone = setUp();
    gone.send(unreached);
    expect(gone.room()).toBe(0);
    expect(gone.troubledSince()).toBe(gone.time.now);
  });

  it('asks for something free first, then lets one submission through, then all', () => {
    const { time, send, room, probe, begin, end, wantsProbe, troubledSince } = setUp();
    send(unreached);
    expect(wantsProbe()).toBe(false);
    time.now += PAUSE.least;
    expect(room()).toBe(0);
    probe(true);
    expect(room()).toBe(1);
    expect(troubledSince()).not.toBeNull();
    const trial = begin();
    expect(room()).toBe(0);
    end(trial, accepted);
    expect(room()).toBe(ANY);
    expect(troubledSince()).toBeNull();
  });

  it('sends no second trial before the first has ended, and takes one that was not sent for none', () => {
    const { time, send, room, probe, begin, end } = setUp();
    send(unreached);
    time.now += PAUSE.least;
    probe(true);
    for (const outcome of [null, unread]) {
      const trial = begin();
      expect(room()).toBe(0);
      end(trial, outcome);
      expect(room()).toBe(1);
    }
  });

  it('waits longer each time a probe or a trial fails, up to a minute, and begins anew after a success', () => {
    const { time, send, room, probe, wantsProbe } = setUp();
    const waits: number[] = [];
    const wait = () => {
      const from = time.now;
      while (!wantsProbe()) time.now += 1_000;
      waits.push(time.now - from);
    };
    send(unreached);
    for (const alive of [false, true, false, false, false, false, false]) {
      wait();
      probe(alive);
      if (alive) send(unknown);
    }
    wait();
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    probe(true);
    send(accepted);
    send(unreached);
    time.now += PAUSE.least;
    expect(wantsProbe()).toBe(true);
    expect(room()).toBe(0);
  });

  it('leaves a full relay alone as long as it asks, without calling that trouble', () => {
    const { time, send, room, troubledSince } = setUp();
    send(full);
    expect(room()).toBe(0);
    expect(troubledSince()).toBeNull();
    time.now += PAUSE.least;
    expect(room()).toBe(ANY);
    send({ ...full, retryAfter: 7_000 });
    time.now += 6_999;
    expect(room()).toBe(0);
    time.now += 1;
    expect(room()).toBe(ANY);
    send({ ...full, retryAfter: 3_600_000 });
    time.now += PAUSE.most;
    expect(room()).toBe(ANY);
  });

  it('takes many failures at once for one', () => {
    const { time, begin, end, room, wantsProbe } = setUp();
    const tickets = Array.from({ length: 10 }, begin);
    for (const ticket of tickets) end(ticket, full);
    time.now += PAUSE.least;
    expect(room()).toBe(ANY);
    const more = Array.from({ length: 10 }, begin);
    for (const ticket of more) end(ticket, unreached);
    time.now += 2 * PAUSE.least;
    expect(wantsProbe()).toBe(true);
  });

  it('believes a submission that began before the trouble and is answered after all', () => {
    const { begin, end, send, troubledSince } = setUp();
    const slow = begin();
    send(unreached);
    end(slow, accepted);
    expect(troubledSince()).toBeNull();
  });
});

const outcome = fc.constantFrom(accepted, refused, unread, full, notReady, unreached, unknown, null);
const event = fc.oneof(
  fc.record({ kind: fc.constant('begin' as const) }),
  fc.record({ kind: fc.constant('end' as const), nth: fc.nat(9), outcome }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(1, 500, 2_000, 61_000) }),
  fc.record({ kind: fc.constant('probe' as const), alive: fc.boolean() }),
);

describe('whatever happens in whatever order', () => {
  it('nothing but one trial is sent while there is trouble, and a relay that is well again gets everything', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (script) => {
        const { time, room, begin, end, wantsProbe, probed, troubledSince } = setUp();
        let flying: readonly { readonly ticket: Ticket; readonly trial: boolean }[] = [];
        for (const step of script) {
          const troubled = troubledSince() !== null;
          if (step.kind === 'time') time.now += step.ms;
          if (step.kind === 'probe' && wantsProbe()) probed(step.alive);
          if (step.kind === 'begin' && room() > 0) {
            if (troubled) expect(flying.filter(({ trial }) => trial)).toEqual([]);
            flying = [...flying, { ticket: begin(), trial: troubled }];
          }
          if (step.kind === 'end') {
            const ended = flying[step.nth];
            flying = flying.filter((one) => one !== ended);
            if (ended) end(ended.ticket, step.outcome);
          }
          // What was tried before the relay recovered, or broke again, is none of the present trouble's trials.
          if (troubledSince() === null) flying = flying.map((one) => ({ ...one, trial: false }));
        }
        for (const { ticket } of flying) end(ticket, null);
        time.now += PAUSE.most;
        if (wantsProbe()) probed(true);
        expect(room()).toBeGreaterThan(0);
        end(begin(), accepted);
        expect(room()).toBe(ANY);
        expect(troubledSince()).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('a relay that stays silent costs a submission a minute at most, however many wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 0, max: 75_000 }), (slots, hang) => {
        const { time, room, begin, end, wantsProbe, probed } = setUp();
        const flying: { readonly ticket: Ticket; readonly until: number }[] = [];
        let sent = 0;
        const start = time.now;
        while (time.now - start < 3_600_000) {
          if (wantsProbe()) probed(true);
          while (flying.length < slots && room() > 0) {
            flying.push({ ticket: begin(), until: time.now + hang });
            sent += 1;
            if (hang === 0) break;
          }
          for (const one of flying.splice(0)) {
            if (one.until <= time.now) end(one.ticket, unknown);
            else flying.push(one);
          }
          time.now += 1_000;
        }
        expect(sent).toBeLessThan(slots + STRIKES + 6 + 60);
      }),
      { numRuns: 50 },
    );
  });
});
