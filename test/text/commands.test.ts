import { beforeAll, describe, expect, it } from 'vitest';
import { type LocalizedPart, localized } from '../../src/discord/gateway/localize.ts';
import { loadHandlers } from '../../src/discord/router/load-handlers.ts';
import { translations } from '../../src/text/locale.ts';
import { names } from '../../src/text/zh/commands.ts';
import { COMMANDS } from '../app/fixture.ts';

const locales = [...translations.keys()];
/** English too; a language may serve several locales. */
const languages = 1 + new Set([...translations.values()].map(({ words }) => words)).size;
/** https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
/** Names of models, ratios, numbers: the same everywhere. */
const international = /^(?:(?:Midjourney|Niji) [\d.]+|[\d.:x]+)$/;

let data: readonly LocalizedPart[];

beforeAll(async () => {
  const { data: commands } = await loadHandlers(COMMANDS);
  data = commands.map(localized);
});

const slash = () => data.filter(({ description }) => description !== undefined);
const withOptions = () => slash().flatMap((command) => [command, ...(command.options ?? [])]);

describe('every command', () => {
  it('is described in every language, within Discord’s limits', () => {
    for (const { name, description, description_localizations } of withOptions()) {
      const texts = [description, ...locales.map((locale) => description_localizations?.[locale])];
      for (const text of texts) expect([name, text]).toEqual([name, expect.stringMatching(/^.{1,100}$/)]);
      expect(new Set(texts).size).toBe(languages);
    }
  });

  it('has a name in Chinese that Discord takes, unlike any other', () => {
    for (const list of [slash(), ...slash().map(({ options = [] }) => options)]) {
      const called = list.map(({ name_localizations }) => name_localizations?.['zh-CN'] ?? '');
      expect(list.map(({ name_localizations }) => name_localizations?.['zh-TW'])).toEqual(called);
      for (const name of called) {
        expect(name).toMatch(slashName);
        expect(name).toBe(name.toLowerCase());
      }
      expect(new Set(called).size).toBe(called.length);
    }
    expect(Object.keys(names).sort()).toEqual(
      slash()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('of a message’s menu has a name in every language', () => {
    const menus = data.filter(({ description }) => description === undefined);
    expect(menus.length).toBeGreaterThan(1);
    for (const { name_localizations = {} } of menus) {
      expect(Object.keys(name_localizations)).toEqual(locales);
      for (const name of Object.values(name_localizations)) expect(name).toMatch(/^.{1,32}$/);
    }
  });

  it('offers choices in every language', () => {
    const choices = withOptions().flatMap(({ choices = [] }) => choices);
    const words = choices.filter(({ name }) => !international.test(name));
    expect(words.length).toBeGreaterThan(5);
    for (const { name, name_localizations = {} } of words) {
      expect([name, Object.keys(name_localizations)]).toEqual([name, locales]);
      for (const text of Object.values(name_localizations)) expect(text).toMatch(/^.{1,100}$/);
    }
  });

  it('has as many options as Discord takes, the required ones first', () => {
    for (const { name, options = [] } of slash()) {
      expect([name, options.length <= 25]).toEqual([name, true]);
      const required = options.map((option) => 'required' in option && option.required === true);
      expect([name, required]).toEqual([name, required.toSorted((one, other) => Number(other) - Number(one))]);
    }
  });

  it('offers the options of /imagine in the order in which they are used', () => {
    const { options = [] } = slash().find(({ name }) => name === 'imagine') ?? {};
    const called = options.map(({ name }) => name);
    expect(called.slice(0, 5)).toEqual(['prompt', 'aspect', 'model', 'speed', 'image']);
    expect(called).toEqual(expect.arrayContaining(['iw', 'sw', 'draft', 'personalize', 'more']));
  });

  it('stays below the size that Discord allows', () => {
    const size = (told: LocalizedPart): number => {
      const longest = (text = '', others: object = {}) =>
        Math.max(...[text, ...Object.values(others)].map((one) => String(one).length));
      const own =
        longest(told.name, told.name_localizations) + longest(told.description, told.description_localizations);
      const choices = (told.choices ?? []).map(
        (choice) => longest(choice.name, choice.name_localizations) + String(choice.value).length,
      );
      return [own, ...choices, ...(told.options ?? []).map(size)].reduce((sum, part) => sum + part, 0);
    };
    for (const command of data) expect([command.name, size(command)]).toEqual([command.name, expect.any(Number)]);
    expect(Math.max(...data.map(size))).toBeLessThan(8000);
  });
});

it('tells nothing of a command that no catalogue knows', () => {
  const unknown = { name: 'nobody', description: 'knows this', options: [{ name: 'x', description: 'y' }] };
  expect(localized(unknown)).toEqual(unknown);
});
