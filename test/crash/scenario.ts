import type { RequestMoment } from '../emulator/hold-request.ts';
import type { CrashFixture } from './fixture.ts';
import { createMembers } from './members.ts';

/** The parts of the scenario, in order. In `start` the process starts; in the others a newcomer makes one gesture each. */
export const phases = ['start', 'imagine', 'upscale', 'button', 'zoom'] as const;
export type Phase = (typeof phases)[number];

/** A request of the scenario: the n-th of its kind in its phase, before or after the emulator performs it. */
export type Target = Pick<RequestMoment, 'moment'> & {
  readonly phase: Phase;
  readonly what: string;
  readonly n: number;
};

type Seen = { readonly phase: Phase; readonly request: RequestMoment };

/** Requests that change nothing: whether they were performed makes no difference to anybody when their answer is lost. */
const reading: ReadonlySet<string> = new Set(['list', 'fetch', 'picture']);

function nameOf({ server, method, route, upload }: RequestMoment): string {
  return [server, method, route, ...(upload ? ['with files'] : [])].join(' ');
}

/** Polls follow one another until one tells news: to a bot that dies before it hears the answer they are all alike. */
function targetsIn(seen: readonly Seen[]): Target[] {
  const counts = new Map<string, number>();
  return seen.flatMap(({ phase, request }): Target[] => {
    const what = nameOf(request);
    const n = (counts.get(`${phase} ${what}`) ?? 0) + 1;
    counts.set(`${phase} ${what}`, n);
    if (request.route === 'list' && n > 1) return [];
    const arrived = { phase, what, n, moment: 'arrived' } as const;
    const changes = request.method !== 'GET' && !reading.has(request.route);
    return changes ? [arrived, { ...arrived, moment: 'performed' }] : [arrived];
  });
}

/** What plays the scenario: `crash` kills what made the request that was caught last, and `start` starts it again. */
export type Stage = Pick<CrashFixture, 'discord' | 'requests' | 'crash' | 'start' | 'begin'>;

/** A bot, and newcomers one after the other who imagine, enlarge and zoom out, phase by phase. */
export function createScenario(fixture: Stage) {
  const { discord, requests, crash, start } = fixture;
  const members = createMembers(fixture);
  const { insist, outcome } = members;
  /** Null when the newcomer has everything. */
  let phase: Phase | null = 'start';
  let newcomers = 0;

  async function run(): Promise<void> {
    newcomers += 1;
    const ann = discord.member(`ann ${newcomers}`);
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
    phase = null;
  }

  return {
    gestures: members.gestures,

    /** What a whole run asks of the emulators, from the start of the process. */
    async recordTargets(): Promise<Target[]> {
      const seen: Seen[] = [];
      requests.hold((request) => {
        // How the relay is set up is asked at no certain time, and changes nothing.
        if (request.moment === 'arrived' && phase !== null && request.route !== 'setup') seen.push({ phase, request });
        return false;
      });
      await start();
      await run();
      return targetsIn(seen);
    },

    /** Runs once more and kills the bot at that request; false when it did not come this time. */
    async runUntilKilledAt({ phase: when, what, n, moment }: Target): Promise<boolean> {
      let count = 0;
      const held = requests.hold((request) => {
        if (request.moment !== moment || phase !== when || nameOf(request) !== what) return false;
        count += 1;
        return count === n;
      });
      const restarted = held.caught.then(crash).then(() => start());
      if (when === 'start') {
        await crash();
        // As on the day of a new version: its commands are not registered yet.
        discord.commands.length = 0;
        phase = when;
        fixture.begin();
        await restarted;
      }
      await run();
      if (count >= n) await restarted;
      // It may come in a later run, where nobody waits for a death.
      else held.forgo();
      return count >= n;
    },
  };
}
