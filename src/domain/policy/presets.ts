import { type Limit, noLimit } from '../credits/account.ts';
import type { ServerPolicy } from './server-policy.ts';

/** The rules that a server can start with. */
export const presets = ['open', 'fair', 'club'] as const;
export type Preset = (typeof presets)[number];

export function presetOf(value: string): Preset | null {
  return presets.find((preset) => preset === value) ?? null;
}

/** What a preset sets. All else stays as it is. */
const rules: Readonly<Record<Preset, Partial<ServerPolicy>>> = {
  open: { everyone: noLimit, roles: [], server: noLimit, off: [] },
  fair: { everyone: { day: 40, month: null }, off: ['video', 'turbo'] },
  club: { everyone: { day: 0, month: null } },
};

export function startWith(policy: ServerPolicy, preset: Preset): ServerPolicy {
  return { ...policy, ...rules[preset] };
}

/** The policy with a limit of its own for a role; a limit that limits nothing takes it away again. */
export function withRole(policy: ServerPolicy, roleId: string, limit: Limit): ServerPolicy {
  const others = policy.roles.filter((role) => role.roleId !== roleId);
  const isNone = limit.day === null && limit.month === null;
  return { ...policy, roles: isNone ? others : [...others, { roleId, limit }] };
}

/** The most credits that a limit may say. */
const CREDITS_MAX = 1_000_000;

/** The number of credits that somebody wrote: null when they wrote nothing, undefined when it is no such number. */
export function creditsIn(text: string): number | null | undefined {
  const written = text.trim().normalize('NFKC');
  if (written === '') return null;
  return /^\d{1,7}$/.test(written) && Number(written) <= CREDITS_MAX ? Number(written) : undefined;
}
