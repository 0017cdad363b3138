import type { Component } from '../../../emulator/discord/validate/components.ts';
import type { ModalField } from './fields.ts';
import type { Model } from './model.ts';

type Menu = Extract<Component, { type: 3 }>;
type EntityMenu = Extract<ModalField, { type: 5 | 6 | 7 | 8 }>;

/** A menu of members (5), roles (6), both (7) or channels (8), as the select menu that Discord's client makes of it. */
export function filled({ type, ...menu }: EntityMenu, { world, channels }: Model): Menu {
  const named = (list: readonly { id: string; name: string }[], sign: string) =>
    list.map(({ id, name }) => ({ value: id, label: `${sign}${name}`, default: isPreset(id) }));
  const isPreset = (id: string) => menu.default_values?.some((preset) => preset.id === id) ?? false;
  const members = type === 5 || type === 7 ? named(world.members, '') : [];
  const roles = type === 6 || type === 7 ? named(world.roles, '@') : [];
  const places = type === 8 ? named(channels(), '#') : [];
  return { ...menu, type: 3, options: [...members, ...roles, ...places] };
}
