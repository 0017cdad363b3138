import { expect, test, vi } from 'vitest';
import type { Actor } from '../emulator/discord/server.ts';
import type { Message } from '../emulator/discord/types.ts';
import { auditAccounts, limitAll } from './accounts.ts';
import { createCrashFixture, PATIENCE } from './fixture.ts';
import { createMembers, type Members } from './members.ts';
import { audit, deadButtons } from './oracle.ts';

/** More rounds, and other ones: CRASH_ROUNDS=50 CRASH_SEED=1000. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const FIRST = Number(process.env.CRASH_SEED ?? 1);
const KILLS = 4;

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function createDice(seed: number) {
  let state = seed;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (limit: number) => Math.floor(roll() * limit) };
}

type Dice = ReturnType<typeof createDice>;

/** Makes a grid, then presses buttons of everybody's grids, often the same as others do. */
async function live(member: Actor, { insist, outcome }: Members, dice: Dice, grids: Message[]): Promise<void> {
  const grid = await outcome(
    member,
    await insist(() => member.slash('imagine', { prompt: `a fox for ${member.name}` })),
  );
  if (grid) grids.push(grid);
  for (let presses = 0; presses < 3; presses += 1) {
    const message = grids[dice.below(grids.length)];
    const label = ['U1', 'U2', 'V1'][dice.below(3)] ?? 'U1';
    if (message) await outcome(member, await insist(() => member.press(message, { label })));
  }
}

test.each(Array.from({ length: ROUNDS }, (_, n) => FIRST + n))(
  'killed at random moments among many members, it pays once and shows everything (seed %i)',
  {
    timeout: 180_000,
  },
  async (seed) => {
    const dice = createDice(seed);
    const profile = dice.below(2) === 0 ? 'gateway' : 'raw';
    const fixture = await createCrashFixture({ relay: { profile }, env: { RELAY_CONCURRENCY: '2' } });
    const { bots, discord, requests, begin, crash, start } = fixture;
    await limitAll(fixture, { day: 10_000, month: null });
    const members = createMembers(fixture);
    const grids: Message[] = [];
    await start();

    const lives = ['ann', 'bob', 'cyd'].map((name) => live(discord.member(name), members, dice, grids));
    let ended = false;
    const end = Promise.all(lives).finally(() => {
      ended = true;
    });
    for (let kills = 0; kills < KILLS && !ended; kills += 1) {
      let left = 1 + dice.below(25);
      const held = requests.hold(({ route }) => {
        if (route !== 'list') left -= 1;
        return left === 0;
      });
      await Promise.race([held.caught, end]);
      await crash();
      begin();
    }
    await bots.at(-1)?.ready();
    await end;

    await vi.waitFor(() => expect(audit({ ...fixture, gestures: members.gestures })).toEqual([]), PATIENCE);
    await vi.waitFor(async () => expect(await fixture.openJobs()).toEqual([]), PATIENCE);
    expect(await deadButtons(fixture)).toEqual([]);
    expect(await auditAccounts(fixture)).toEqual([]);
  },
);
