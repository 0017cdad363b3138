import { expect, test, vi } from 'vitest';
import type { Passage } from '../emulator/gate.ts';
import { createMembers } from './members.ts';
import { audit } from './oracle.ts';
import { type CrashStage, createCrashStage, PATIENCE } from './stage.ts';

/** A request of the scenario: the n-th of its kind in its phase. */
type Target = { readonly phase: string; readonly what: string; readonly n: number };

/** Polls are all alike to a bot that dies before it hears the answer. */
const POLLS = 1;

function nameOf({ server, method, route, upload }: Passage): string {
  return [server, method, route, ...(upload ? ['with files'] : [])].join(' ');
}

function listed(seen: readonly { readonly phase: string; readonly passage: Passage }[]): Target[] {
  const counts = new Map<string, number>();
  return seen.flatMap(({ phase, passage }) => {
    const what = nameOf(passage);
    const n = (counts.get(`${phase} ${what}`) ?? 0) + 1;
    counts.set(`${phase} ${what}`, n);
    return passage.route === 'list' && n > POLLS ? [] : [{ phase, what, n }];
  });
}

/** A bot, and a member who imagines, enlarges and zooms out, phase by phase. */
function createPlay(stage: CrashStage) {
  const { discord, trap, crash, start } = stage;
  const ann = discord.member('ann');
  const members = createMembers(stage);
  const { insist, outcome } = members;
  let phase = 'start';

  /** The last request of a start is the one that tries the relay's key. */
  const probed = () => discord.waitUntil(() => trap.passages.some(({ route }) => route === 'fetch'), 20_000);

  async function play(): Promise<void> {
    phase = 'imagine';
    const grid = await outcome(ann, await insist(() => ann.slash('imagine', { prompt: 'a red fox' })));
    if (!grid) throw new Error('there is no grid');
    phase = 'upscale';
    const single = await outcome(ann, await insist(() => ann.press(grid, { label: 'U2' })));
    if (!single) throw new Error('there is no enlargement');
    phase = 'button';
    const asked = await insist(() => ann.press(single, { label: 'Custom Zoom' }));
    const modal = await asked?.modal();
    if (!modal) throw new Error('there is no modal');
    phase = 'zoom';
    const zoomed = await outcome(ann, await insist(() => ann.submit(modal, {})));
    if (!zoomed) throw new Error('there is no zoom');
    phase = 'rest';
  }

  return {
    gestures: members.gestures,

    /** What a whole run asks of the emulators, from the start of the process. */
    async watch(): Promise<Target[]> {
      const seen: { phase: string; passage: Passage }[] = [];
      trap.hold((passage) => {
        if (passage.moment === 'arrived' && phase !== 'rest') seen.push({ phase, passage });
        return false;
      });
      const tried = probed();
      await start();
      await tried;
      await play();
      return listed(seen);
    },

    /** Plays once more and kills the bot at that request. */
    async playTo({ phase: when, what, n }: Target, moment: Passage['moment']): Promise<void> {
      let count = 0;
      const held = trap.hold((passage) => {
        if (passage.moment !== moment || phase !== when || nameOf(passage) !== what) return false;
        count += 1;
        return count === n;
      });
      const restarted = held.caught.then(crash).then(() => start());
      if (when === 'start') {
        await crash();
        // As on the day of a new version: its commands are not registered yet.
        discord.commands.length = 0;
        phase = when;
        stage.begin();
        await restarted;
      }
      await play();
      if (count < n) throw new Error('the request to be killed at never came');
      await restarted;
    },
  };
}

/** Kills a bot of its own at every request of the scenario, one after the other. */
async function sweep(moment: Passage['moment']): Promise<readonly Target[]> {
  const stage = await createCrashStage();
  const play = createPlay(stage);
  const targets = await play.watch();
  for (const target of targets) {
    const wrongs = async () => {
      const found = audit({ ...stage, gestures: play.gestures });
      return found.length > 0 ? [{ ...target, moment }, ...found] : [];
    };
    await play.playTo(target, moment);
    await vi.waitFor(async () => expect(await wrongs()).toEqual([]), PATIENCE);
  }
  expect(await stage.openJobs()).toEqual([]);
  return targets;
}

test('killed at any request, before or after it was performed, it goes on as if nothing had happened', {
  timeout: 180_000,
}, async () => {
  const [arrived, performed] = await Promise.all([sweep('arrived'), sweep('performed')]);
  expect(arrived.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['start', 'imagine', 'upscale', 'zoom']));
  expect(performed).toEqual(arrived);
});
