import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeJson } from '../../../src/relay/http/write-json.ts';
import { turnsDuring } from '../../event-loop.ts';

const written = async (body: object) => JSON.parse(new TextDecoder().decode(await writeJson(body)));
const picture = (character: string) => `data:image/png;base64,${character.repeat(200_000)}`;

describe('a body', () => {
  it('is written as JSON, however long the texts in it are and whatever is in them', async () => {
    const long = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom('a', '"', '\\', '\n', 'é', '狐', '/'))
      .map(([start, again]) => `${start}${again.repeat(100_000)}`);
    const value = fc.oneof(fc.string(), long, fc.array(fc.oneof(long, fc.string()), { maxLength: 3 }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), value, { maxKeys: 4 }), async (body) => {
        expect(await written(body)).toEqual(JSON.parse(JSON.stringify(body)));
      }),
      { numRuns: 40 },
    );
  });

  it('has the same picture as often as it was given', async () => {
    const body = { a: [picture('a'), picture('b'), picture('a')], b: picture('a'), prompt: 'a "fox"' };
    expect(await written(body)).toEqual(body);
  });

  it('lets others have their turn between its pictures', async () => {
    const turns = await turnsDuring(() => writeJson({ base64Array: ['a', 'b', 'c', 'd', 'e'].map(picture) }));
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});
