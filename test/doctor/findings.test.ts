import { describe, expect, it } from 'vitest';
import { neededPermissions } from '../../src/discord/rest/invite.ts';
import { adviceFor, type Finding, type FindingId, finding, levels, tally } from '../../src/domain/failures/finding.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';
import { hasRedis } from '../servers/redis.ts';
import { needingRedis, scenarios } from './scenarios.ts';

const isId = (name: string): name is FindingId => name in levels;
const ids = Object.keys(levels).filter(isId);

const of = { relay: 'relay.example', settings: 'RELAY_' };

/** Says it in both languages, and nothing that only a program could mean. */
function expectGoodWords(finding: Finding): void {
  const english = adviceFor(en.doctor.findings, finding);
  const chinese = adviceFor(zh.doctor.findings, finding);
  expect(english.says).toMatch(/^[A-Z\d/].{10,}[.?]$/s);
  expect(chinese.says).toMatch(/\p{sc=Han}.*[。？.?]$/su);
  expect(chinese.fix === undefined).toBe(english.fix === undefined);
  // Their one sentence says what to do, too.
  const isWhole = finding.id === 'settingWrong' || finding.id === 'alertRaised';
  if (finding.level === 'bad' && !isWhole) expect(english.fix).toMatch(/.{8,}/);
  expect(JSON.stringify([english, chinese])).not.toMatch(/undefined|null|NaN|\[object/);
}

describe('the doctor', () => {
  it.for(ids)('finds %s where it is so, and says it in both languages', async (id, context) => {
    if (needingRedis.has(id) && !hasRedis()) context.skip();
    const found = (await scenarios[id]()).filter((one) => one.id === id);
    expect(found.map(({ level }) => level)).toContain(levels[id]);
    for (const finding of found) expectGoodWords(finding);
  });

  it('never says that nothing needs anybody where something could not be looked at', () => {
    const slow = finding('checkSlow', { check: 'relay', relay: null });
    const broken = finding('checkBroken', { check: 'store', relay: null, reference: '0badc0de' });
    const bad = finding('tokenRefused', {});
    const summary = (...found: readonly Finding[]) => en.doctor.needsYou(tally(found));
    expect(summary()).toBe('Nothing needs you.');
    expect(summary(slow)).toBe('1 thing could not be looked at. Nothing else needs you.');
    expect(summary(bad, bad)).toBe('2 things need you.');
    expect(summary(bad, slow, broken)).toBe('1 thing needs you, and 2 things could not be looked at.');
  });

  it('has words of its own for everything that a finding may be about', () => {
    const reasons = ['dns', 'refused', 'unreachable', 'tls', 'timeout', 'broken'] as const;
    const shapes: readonly (readonly Finding[])[] = [
      reasons.map((why) => finding('discordSilent', { host: 'discord.com', why })),
      reasons.map((why) => finding('relaySilent', { ...of, why })),
      reasons.map((why) => finding('proxySilent', { proxy: 'proxy.example', why })),
      reasons.map((why) => finding('callbacksSilent', { host: 'bot.example', why })),
      (['midjourney-proxy', 'trueai', 'new-api', 'other'] as const).map((dialect) =>
        finding('relayWorks', { ...of, ms: 7, dialect }),
      ),
      [true, false].map((isPlain) => finding('relayRedirects', { ...of, isPlain })),
      ['bearer', null].map((auth) => finding('relayKeyRefused', { ...of, auth })),
      [
        finding('relayMisplaced', { ...of, base: 'https://relay.example/a/mj', answersAt: null, isModeless: false }),
        finding('relayMisplaced', {
          ...of,
          base: 'https://relay.example/a/mj',
          answersAt: 'https://b/mj',
          isModeless: false,
        }),
        finding('relayMisplaced', {
          ...of,
          base: 'https://relay.example/a/mj',
          answersAt: 'https://b/mj',
          isModeless: true,
        }),
      ],
      neededPermissions.map((permission) => finding('hereLacks', { permission })),
      [0, 1, 2].map((running) => finding('hereJobs', { running, waiting: 0 })),
      [1, 2].map((count) => finding('serversOpen', { count })),
      ['ENOTDIR', 'EISDIR', 'ENOENT', 'ENAMETOOLONG', 'ELOOP', 'EROFS', 'EACCES', 'EIO'].map((code) =>
        finding('storeLocked', { path: '/store.sqlite', code }),
      ),
      [30, -30].map((seconds) => finding('clockOff', { seconds })),
    ];
    for (const findings of shapes) {
      for (const words of [en, zh]) {
        const told = findings.map((one) => JSON.stringify(adviceFor(words.doctor.findings, one)));
        expect(new Set(told).size).toBe(findings.length);
      }
      for (const one of findings) expectGoodWords(one);
    }
  });
});
