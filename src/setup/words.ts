import { adviceFor, type Finding } from '../domain/failures/finding.ts';
import { en } from '../text/en/index.ts';

/** What a finding of the doctor's says, with what helps. */
export function wordsFor(one: Finding): string {
  const { says, fix } = adviceFor(en.doctor.findings, one);
  return fix === undefined ? says : `${says}\n${en.doctor.fix(fix)}`;
}

/** The findings that are of one level. */
export function ofLevel(findings: readonly Finding[], level: Finding['level']): readonly Finding[] {
  return findings.filter((one) => one.level === level);
}
