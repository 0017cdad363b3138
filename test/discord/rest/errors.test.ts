import { DiscordAPIError } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDiscordsFault, troubleOf } from '../../../src/discord/rest/errors.ts';

const refused = (status: number, code: number) =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'PATCH', 'https://discord.com', {});

/** Every code that is known, with what it means. A code that is added here must never pass by itself. */
const known: Readonly<Record<number, string>> = {
  10002: 'refused',
  10003: 'noAccess',
  10004: 'noAccess',
  10008: 'unknownMessage',
  10013: 'dmClosed',
  10015: 'tokenDead',
  10062: 'unknownInteraction',
  20009: 'explicit',
  30046: 'tooOldToEdit',
  40005: 'tooLarge',
  40007: 'noAccess',
  40060: 'alreadyAcknowledged',
  50001: 'noAccess',
  50005: 'refused',
  50006: 'invalidBody',
  50007: 'dmClosed',
  50008: 'refused',
  50013: 'noAccess',
  50021: 'refused',
  50024: 'refused',
  50027: 'tokenDead',
  50035: 'invalidBody',
  50045: 'tooLarge',
  50068: 'refused',
  50083: 'archived',
  50109: 'invalidBody',
  50278: 'dmClosed',
  130000: 'transient',
  160002: 'noHistory',
  160005: 'archived',
  200000: 'moderated',
  200001: 'moderated',
  240000: 'harmfulLink',
};

describe('what Discord says no with', () => {
  test('closes something only by a code that is known for it', () => {
    const code = fc.oneof(
      fc.integer({ min: 0, max: 250_000 }),
      fc.constantFrom(...Object.keys(known).map(Number)),
      fc.constantFrom(40_333, 40_006, 0),
    );
    fc.assert(
      fc.property(fc.constantFrom(400, 403, 404, 405, 418), code, (status, one) => {
        const error = refused(status, one);
        expect(troubleOf(error).meaning).toBe(known[one] ?? 'unclear');
        if (!known[one]) expect(isDiscordsFault(error)).toBe(true);
      }),
    );
  });

  test('is nobody’s bug where it is about what members wrote or made', () => {
    for (const code of [20_009, 200_000, 240_000]) expect(isDiscordsFault(refused(400, code))).toBe(false);
  });
});
