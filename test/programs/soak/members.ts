import type { Discord } from '../../emulator/discord/server.ts';
import type { Channel, Message, WireEvent } from '../../emulator/discord/types.ts';
import type { EmulatedRelay } from '../../emulator/relay/server.ts';
import type { SoakOptions } from './options.ts';

/** Longest a result may take, in ms. */
const PATIENCE = 60_000;
/** What is older than this, in ms, the emulators forget: nobody waits for it any more. */
const MEMORY = PATIENCE;

type Wait = { resolve(message: Message): void; reject(error: Error): void; timer: NodeJS.Timeout };

/** Told of every event; resolves who waits for the end of a gesture: a message with buttons. */
export function createEndings() {
  const waiting = new Map<string, Wait>();
  return {
    notice(event: WireEvent): void {
      if (event.kind !== 'edited') return;
      const { interactionId, components } = event.message;
      const wait = waiting.get(interactionId ?? '');
      if (!wait || components.length === 0) return;
      clearTimeout(wait.timer);
      waiting.delete(interactionId ?? '');
      wait.resolve(event.message);
    },
    of(interactionId: string): Promise<Message> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`gesture ${interactionId} has no end after ${PATIENCE} ms`)),
          PATIENCE,
        );
        waiting.set(interactionId, { resolve, reject, timer });
      });
    },
  };
}

type MembersParts = {
  readonly discord: Discord;
  readonly relay: EmulatedRelay;
  readonly endings: ReturnType<typeof createEndings>;
  readonly options: SoakOptions;
};

/** Members of many servers, one after the other, `inFlight` at once. */
export function createMembers({ discord, relay, endings, options }: MembersParts) {
  const { guilds, members, inFlight, results, pictures } = options;
  const channels = new Map<number, Channel>();
  let turn = 0;
  let shown = 0;
  let pictured = 0;

  function channelOf(n: number): Channel {
    const guild = discord.guilds[n];
    const known = channels.get(n) ?? discord.addChannel({ name: `in guild ${n}`, ...(guild && { guild }) });
    channels.set(n, known);
    return known;
  }

  /** A grid and an upscale of it, or a shorter prompt: whatever keeps the share of pictures. */
  async function take(): Promise<void> {
    turn += 1;
    const member = discord.member(`member ${turn % members}`);
    const channel = channelOf(turn % guilds);
    if (pictured * results > shown * pictures) {
      shown += 1;
      const prompt = `a red fox number ${turn} in the deep snow at dusk, cinematic light, highly detailed`;
      const message = await endings.of((await member.slash('shorten', { prompt }, { channel })).id);
      if (message.embeds.length === 0) throw new Error('a text has no embed');
      return;
    }
    shown += 2;
    pictured += 2;
    const imagine = await member.slash('imagine', { prompt: `a red fox number ${turn}` }, { channel });
    const grid = await endings.of(imagine.id);
    const upscale = await endings.of((await member.press(grid, { label: 'U1' }, { channel })).id);
    if (grid.attachments.length + upscale.attachments.length < 2) throw new Error('a picture is missing');
  }

  function forget(): void {
    const before = Date.now() - MEMORY;
    discord.forget(before);
    for (const { id, submitTime } of [...relay.tasks.values()]) if (submitTime < before) relay.forget(id);
    relay.requests.length = 0;
    relay.submissions.length = 0;
  }

  return {
    counts: () => ({ shown, pictured, members: Math.min(turn, members) }),
    /** Returns when so many results more are shown. Rejects when one is not. */
    async make(count: number): Promise<void> {
      const goal = shown + count;
      const tidying = setInterval(forget, 1_000);
      const going = async () => {
        while (shown < goal) await take();
      };
      try {
        await Promise.all(Array.from({ length: inFlight }, going));
      } finally {
        clearInterval(tidying);
      }
    },
  };
}
