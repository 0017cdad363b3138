import { describe, expect, it } from 'vitest';
import { adviceFor, type Finding, type FindingId, levels } from '../../src/domain/failures/finding.ts';
import { en } from '../../src/text/en/index.ts';
import { zh } from '../../src/text/zh/index.ts';
import { scenarios } from './scenarios.ts';

const isId = (name: string): name is FindingId => name in levels;
const ids = Object.keys(levels).filter(isId);

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
  it.each(ids)('finds %s where it is so, and says it in both languages', async (id) => {
    const found = (await scenarios[id]()).filter((one) => one.id === id);
    expect(found.map(({ level }) => level)).toContain(levels[id]);
    for (const finding of found) expectGoodWords(finding);
  });
});
