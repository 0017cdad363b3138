import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { createWaits } from '../emulator/condition-waits.ts';
import type { MeetingPlace } from './meeting-place.ts';

const Event = z.object({
  event: z.enum(['ready', 'leads', 'over', 'woken', 'left', 'dead']),
  reason: z.string().optional(),
  wakeUp: z.object({ job: z.string() }).optional(),
});

/** What a process has told of itself, and when this process heard it, in ms. */
export type MemberEvent = z.infer<typeof Event> & { readonly at: number };

export type Member = {
  readonly id: string;
  readonly events: readonly MemberEvent[];
  /** Whether it takes itself for the leader. */
  leads(): boolean;
  /** How its last term ended; undefined before it has. */
  end(): string | undefined;
  /** Sends a wake-up for each job. */
  send(...jobs: readonly string[]): void;
  /** The jobs it was woken for. */
  woken(): readonly string[];
  signal(signal: NodeJS.Signals): void;
  /** Kills it with SIGKILL. Resolves when it is dead. */
  kill(): Promise<void>;
  /** Tells it to leave. Resolves when it is gone. */
  leave(): Promise<void>;
};

export type Members = Awaited<ReturnType<typeof createMembers>>;

/** The processes of a test, which are killed when it ends. */
export function createMembers() {
  const waits = createWaits();
  const members: Member[] = [];

  async function start(place: MeetingPlace, clockAhead = 0): Promise<Member> {
    const id = `m${members.length}`;
    const script = fileURLToPath(new URL('member.ts', import.meta.url));
    const child = spawn(process.execPath, [script, JSON.stringify(place), id, `${clockAhead}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.on('error', () => undefined);
    const dead = once(child, 'exit');
    const events: MemberEvent[] = [];
    const last = () => events.findLast(({ event }) => event === 'leads' || event === 'over');
    createInterface({ input: child.stdout }).on('line', (line) => {
      events.push({ ...Event.parse(JSON.parse(line)), at: performance.now() });
      waits.changed();
    });
    let isAlive = true;
    dead.then(() => {
      isAlive = false;
      events.push({ event: 'dead', at: performance.now() });
      waits.changed();
    });
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      if (isAlive) await dead;
    };
    onTestFinished(() => end('SIGKILL'));
    const member: Member = {
      id,
      events,
      leads: () => isAlive && last()?.event === 'leads',
      end: () => events.findLast(({ event }) => event === 'over')?.reason,
      send: (...jobs) => child.stdin.write(jobs.map((job) => `${job}\n`).join('')),
      woken: () => events.flatMap(({ wakeUp }) => wakeUp?.job ?? []),
      signal: (signal) => child.kill(signal),
      kill: () => end('SIGKILL'),
      leave: () => end('SIGTERM'),
    };
    members.push(member);
    await waits.until(() => events.some(({ event }) => event === 'ready'), 20_000, `${id} to be ready`);
    return member;
  }

  const leaders = () => members.filter((member) => member.leads());

  /** When each process took itself for the leader, from its first moment to its last, in ms. */
  function terms() {
    return members.flatMap(({ id, events }) =>
      events.flatMap(({ event, at: from }, index) => {
        if (event !== 'leads') return [];
        const end = events.slice(index).find((later) => later.event === 'over' || later.event === 'dead');
        return { id, from, to: end?.at ?? performance.now() };
      }),
    );
  }

  return {
    start,
    leaders,
    /** Resolves with the one leader, as soon as there is just one, and it is none of `others`. */
    leader: (ms: number, ...others: readonly Member[]) =>
      waits.until(
        () => {
          const [one, ...more] = leaders();
          return one !== undefined && more.length === 0 && !others.includes(one) && one;
        },
        ms,
        'one leader',
      ),
    /** For how long two processes took themselves for the leader at once, in ms. */
    overlap(): number {
      const sorted = terms().sort((one, other) => one.from - other.from);
      return sorted.reduce((sum, { from }, index) => sum + Math.max(0, (sorted[index - 1]?.to ?? 0) - from), 0);
    },
    until: waits.until,
  };
}
