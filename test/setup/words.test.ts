import { describe, expect, it } from 'vitest';
import { type Finding, finding } from '../../src/domain/failures/finding.ts';
import { askedWordsFor, wordsFor } from '../../src/setup/words.ts';

const of = { relay: 'relay.example', settings: 'RELAY_' };
const base = 'https://relay.example/a/mj';
const found: readonly Finding[] = [
  finding('publicBot', { id: '1' }),
  finding('relaySilent', { ...of, why: 'dns' }),
  finding('relaySilent', { ...of, why: 'refused' }),
  finding('relayRedirects', { ...of, isPlain: true }),
  finding('relayRedirects', { ...of, isPlain: false }),
  finding('relayPage', of),
  finding('relayMisplaced', { ...of, base, answersAt: null, isModeless: false }),
  finding('relayMisplaced', { ...of, base, answersAt: 'https://relay.example/mj', isModeless: false }),
  finding('relayMisplaced', { ...of, base, answersAt: 'https://relay.example/mj', isModeless: true }),
];

describe('setup', () => {
  it.each(found)(
    'speaks to who has just typed an answer of no setting, and of no path that they did not type: %#',
    (one) => {
      expect(askedWordsFor(one)).toMatch(/^[A-Z].*\.\nFix: .{10,}\.$/);
      expect(askedWordsFor(one)).not.toMatch(/RELAY_|ALLOWED_|\/mj/);
    },
  );

  it('says where each switch of a public bot is', () => {
    expect(askedWordsFor(finding('publicBot', { id: '1' }))).toMatch(
      /applications\/1\/installation,.*applications\/1\/bot/,
    );
  });

  it('names the settings to who keeps them in the environment', () => {
    expect(wordsFor(finding('relayPage', of))).toContain('RELAY_URL');
  });
});
