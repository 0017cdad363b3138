import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fields, promptModal, readPrompt, readZoom, withZoom, zoomIn } from '../../../src/discord/render/modal.ts';
import { withoutChoices } from '../../../src/domain/prompt/permutations.ts';
import { en } from '../../../src/text/en/index.ts';

const modal = (value: string, more: { zoom?: string } = {}) =>
  promptModal({ customId: 'window::1', title: 'Remix', label: 'Prompt', value, words: en, ...more });

function inputs({ components }: APIModalInteractionResponseCallbackData) {
  return components.flatMap((row) =>
    'component' in row && row.component.type === 4 ? [{ ...row.component, shown: row.label }] : [],
  );
}

/** The modal sent back as a member would who changed nothing; Discord trims inputs. */
const submitted = (data: APIModalInteractionResponseCallbackData): Fields => ({
  fields: new Map(inputs(data).map(({ custom_id, value }) => [custom_id, { value: (value ?? '').trim() }])),
});

describe('a modal for a prompt', () => {
  it('has one input with the prompt in it', () => {
    expect(modal('a fox')).toEqual({
      custom_id: 'window::1',
      title: 'Remix',
      components: [
        {
          type: 18,
          label: 'Prompt',
          component: {
            type: 4,
            custom_id: 'prompt::0::glue',
            style: 2,
            required: true,
            max_length: 4000,
            placeholder: 'What you want to see',
            value: 'a fox',
          },
        },
      ],
    });
  });

  it('splits a long prompt between words and joins it again', () => {
    const prompt = 'word '.repeat(1000).trim();
    const data = modal(prompt);
    expect(inputs(data).map(({ shown, value }) => [shown, value?.endsWith('word')])).toEqual([
      ['Prompt, part 1 of 2', true],
      ['Prompt, part 2 of 2', true],
    ]);
    expect(readPrompt(submitted(data))).toBe(prompt);
  });

  it('gives back what it was given, and every input fits', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme-composite', maxLength: 30 }),
      fc.constantFrom('狐'.repeat(5000), '😀'.repeat(2500), '\n'),
    );
    const prompt = fc
      .array(word, { maxLength: 30 })
      .map((all) => all.join(' ').replace(/\s+/g, ' ').slice(0, 15_000).toWellFormed().trim());
    fc.assert(
      fc.property(prompt, (value) => {
        const data = modal(value, { zoom: '1.8' });
        expect(data.components.length).toBeLessThanOrEqual(5);
        for (const input of inputs(data)) {
          expect((input.value ?? '').length).toBeLessThanOrEqual(4000);
          expect(input.value?.isWellFormed() ?? true).toBe(true);
          expect(input.shown.length).toBeLessThanOrEqual(45);
        }
        expect(readPrompt(submitted(data))).toBe(withoutChoices(value).replaceAll('\0', '').trim());
      }),
    );
  });

  it('leaves out a part the member has emptied', () => {
    const fields = new Map([
      ['prompt::0::glue', { value: 'one' }],
      ['prompt::1::space', { value: '' }],
      ['prompt::2::line', { value: 'three' }],
      ['zoom', { value: '2' }],
    ]);
    expect(readPrompt({ fields })).toBe('one\nthree');
  });

  it('cuts titles and labels that are too long', () => {
    const data = promptModal({ customId: 'x', title: 't'.repeat(60), label: 'l'.repeat(60), value: '', words: en });
    expect([data.title.length, inputs(data)[0]?.shown.length]).toEqual([45, 45]);
  });
});

describe('a zoom factor', () => {
  const zoomOf = (value: string) => zoomIn(readZoom({ fields: new Map([['zoom', { value }]]) }) ?? '');

  it('is a number from 1 to 2', () => {
    expect(['1', ' 1.8 ', '1,5', '2x'].map(zoomOf)).toEqual([1, 1.8, 1.5, 2]);
    expect(['', '0.9', '2.1', 'two', '1.5 --v 7', '1e0'].map(zoomOf)).toEqual(Array(6).fill(null));
    expect(readZoom({ fields: new Map() })).toBeNull();
  });

  it('ends the prompt, in place of an earlier one', () => {
    expect(withZoom('a fox --zoom 2 --v 7', 1.5)).toBe('a fox --v 7 --zoom 1.5');
    expect(withZoom('a fox --zoom --ar 1:1', 1.5)).toBe('a fox --ar 1:1 --zoom 1.5');
    expect(withZoom('', 2)).toBe('--zoom 2');
  });
});
