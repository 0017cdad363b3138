import { expect, test } from 'vitest';
import { createGatewayWatch } from '../../src/app/gateway-watch.ts';
import type { AlertKind } from '../../src/domain/ports/alerts.ts';

function watched() {
  let now = 0;
  const raised: AlertKind[] = [];
  const watch = createGatewayWatch({
    alerts: { raise: ({ kind }) => void raised.push(kind), clear: () => {} },
    clock: { monotonic: () => now },
    health: { report: () => {} },
    log: { debug: () => {}, warn: () => {} },
    proxy: null,
  });
  return {
    watch,
    raised,
    pass(ms: number): void {
      now += ms;
      watch.tick();
    },
  };
}

test('a gateway that does not answer for ten seconds of a start is told', () => {
  const { watch, raised, pass } = watched();
  watch.expect(true);
  pass(9_999);
  expect(raised).toEqual([]);
  pass(1);
  expect(raised).toEqual(['discordDown']);
});

test('nobody is told that Discord is away while other processes of the bot log in first', () => {
  const { watch, raised, pass } = watched();
  watch.expect(true);
  for (let second = 0; second < 30; second += 1) {
    pass(1_000);
    watch.queued();
  }
  pass(9_999);
  expect(raised).toEqual([]);
  pass(1);
  expect(raised).toEqual(['discordDown']);
});

test('whose turn it is to log in says nothing of a gateway that is there', () => {
  const { watch, raised, pass } = watched();
  watch.report(true);
  watch.queued();
  pass(60_000);
  expect(raised).toEqual([]);
});
