import type { FlagTrouble } from '../../failures/flag-trouble.ts';
import { apart, codedStyles, kindOf } from '../../midjourney.ts';
import { type Flag, isSame, nameOf, subjectOf, writeFlag } from './flags.ts';
import { createNearMiss, type NearMiss } from './near-miss.ts';
import { isAccepted } from './value.ts';

/** Everything that is wrong with these flags, in their order; also with those that are defaults. */
export function flagTroubles(flags: readonly Flag[], resembling: NearMiss = createNearMiss()): FlagTrouble[] {
  const troubles: FlagTrouble[] = [];
  const seen = new Map<string, Flag>();
  for (const flag of flags) {
    const trouble = troubleOf(flag, resembling);
    if (trouble) troubles.push(trouble);
    const subject = subjectOf(flag);
    const earlier = seen.get(subject);
    if (!earlier) seen.set(subject, flag);
    else if (!isSame(earlier, flag)) troubles.push(clash(earlier, flag));
  }
  return [...troubles, ...disagreements(flags)];
}

function troubleOf({ name, value }: Flag, resembling: NearMiss): FlagTrouble | null {
  const flag = `--${name}`;
  const kind = kindOf(name);
  if (kind) return isAccepted(value, kind.accepts) ? null : { kind: 'malformed', flag, value, accepts: kind.accepts };
  const meant = resembling(name);
  return meant === null ? { kind: 'unknown', flag } : { kind: 'misspelt', flag, meant };
}

function clash(one: Flag, other: Flag): FlagTrouble {
  if (one.origin !== other.origin) {
    const [flag, option] = other.origin === 'option' ? [one, other] : [other, one];
    return { kind: 'contradiction', flag: writeFlag(flag), option: writeFlag(option) };
  }
  if (nameOf(one) !== nameOf(other)) return { kind: 'conflict', flag: writeFlag(one), other: writeFlag(other) };
  return { kind: 'twice', flag: `--${other.name}`, values: [one.value, other.value] };
}

/** Flags that are right by themselves, and fail together. */
function disagreements(flags: readonly Flag[]): FlagTrouble[] {
  const named = (name: string) => flags.find((flag) => nameOf(flag) === name);
  const pairs = apart.map(({ one, other, value }) => {
    const second = named(other);
    return [named(one), second && value.test(second.value) ? second : undefined] as const;
  });
  const [version, reference] = [named('sv'), named('sref')];
  const isCoded = reference?.value.split(/\s+/).some((part) => part !== '' && !/^<?https?:/i.test(part));
  const styles = [isCoded && version && !codedStyles.includes(version.value) ? version : undefined, reference] as const;
  return [...pairs, styles].flatMap(([one, other]) =>
    one && other ? [{ kind: 'conflict', flag: writeFlag(one), other: writeFlag(other) } as const] : [],
  );
}
