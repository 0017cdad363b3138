import { describe, expect, it } from 'vitest';
import { type Names, spoken } from '../../../src/domain/prompt/mentions.ts';
import { planImagine, planOne, planWindow } from '../../../src/domain/prompt/plan.ts';
import { defaultSettings } from '../../../src/domain/settings/settings.ts';

const names: Names = (kind, id) => ({ member1: 'Ann', role2: 'Painters', channel3: 'gallery' })[kind + id] ?? null;

describe('a prompt with marks of Discord’s', () => {
  it.each([
    ['<@1> and <@!1> as foxes', 'Ann and Ann as foxes'],
    ['<@&2> in <#3>', 'Painters in gallery'],
    ['<:red_fox:123456789> <a:dance:5>', 'red fox dance'],
    ['</imagine:77> at <t:1700000000:R>', 'imagine at'],
    ['3 <5 <b> <https://x.test/1.png>', '3 <5 <b> <https://x.test/1.png>'],
  ])('names them: %s', (text, expected) => {
    expect(spoken(text, names)).toEqual({ text: expected });
  });

  it('says whom it does not know, before anything is paid for', () => {
    expect(planImagine('<@1> and <@9>', {}, defaultSettings, 'pictures', names)).toEqual({
      kind: 'unnamed',
      mention: '<@9>',
    });
    expect([planOne('<@1>', 'edit'), planWindow('<@1>')]).toEqual(Array(2).fill({ kind: 'unnamed', mention: '<@1>' }));
  });

  it('takes nothing but words from a name', () => {
    const odd: Names = () => '--v 5 {a, b} —turbo x-ray::2';
    expect(planImagine('<@1> fox', {}, defaultSettings, 'pictures', odd)).toMatchObject({
      kind: 'jobs',
      prompts: [{ prompt: 'v 5  a, b   turbo x-ray  2 fox' }],
    });
  });
});

describe('JSON', () => {
  const json = '{"subject": "a fox", "mood": {"light": "dim", "rain": true}}';

  it('is one prompt when the member says so, braces and all', () => {
    expect(planImagine(`${json} --ar 3:2`, {}, defaultSettings)).toEqual({
      kind: 'jobs',
      ask: 'json',
      prompts: [{ prompt: `${json} --ar 3:2`, bot: 'MID_JOURNEY' }],
    });
  });

  it('is taken as it is where choices make no sense', () => {
    for (const typed of ['{“scene”：“a fox”，“mood”: “calm”}', "{'scene': 'a fox', 'mood': 'calm'}"])
      expect(planImagine(typed, {}, defaultSettings)).toMatchObject({ ask: 'json', prompts: [{ prompt: typed }] });
    expect([planOne(json), planWindow(json)]).toEqual(Array(2).fill({ kind: 'one', prompt: json }));
  });

  it('is not every choice with quotes or colons', () => {
    for (const text of ['a {"red", "green"} fox', 'a {red: dark, green} fox'])
      expect(planImagine(text, {}, defaultSettings)).toMatchObject({ ask: 'many' });
  });
});
