import type { Motion } from '../motion.ts';
import type { Options } from '../options.ts';
import type { Order } from '../order.ts';
import { remixable } from '../presses.ts';
import type { Draft, EmulatedTask, Tasks } from '../tasks.ts';
import { createModal } from './modal.ts';
import { createPressing } from './pressing.ts';
import { createRequests } from './requests.ts';
import { refuse, type Verdict } from './verdict.ts';

/** What the submit endpoints share. */
export type EngineContext = {
  readonly options: Options;
  readonly tasks: Tasks;
  /** Refusals that any submit may meet: a full queue, a banned word. Null when there is none. */
  objection(order: Order): Verdict | null;
  /** Sends a task on its way. */
  accept(task: EmulatedTask): Verdict;
  common(order: Order): Pick<Draft, 'state' | 'notifyHook' | 'botType' | 'mode'>;
  opensWindow(kind: string, order: Order): boolean;
};

export type Studio = ReturnType<typeof createStudio>;

/** The automation server behind every profile: takes orders, makes tasks, knows nothing of answers' shapes. */
export function createStudio({ options, tasks, motion }: { options: Options; tasks: Tasks; motion: Motion }) {
  const account = { discordInstanceId: '1118138338562560102', discordChannelId: '1118138338562560103' };
  const desk: EngineContext = {
    options,
    tasks,
    objection({ prompt }) {
      const word = options.bannedWords.find((banned) => prompt?.toLowerCase().includes(banned.toLowerCase()));
      if (word) return refuse(24, 'Prompt may contain a banned word', { promptEn: prompt, bannedWord: word });
      return motion.full() ? refuse(23, 'Queue is full, try again later', account) : null;
    },
    accept(task) {
      const ahead = motion.accept(task);
      const queued = ahead > 0;
      return {
        status: 200,
        code: queued ? 22 : 1,
        description: queued ? `In queue, ${ahead} tasks ahead` : 'Submit success',
        result: task.id,
        properties: queued ? { numberOfQueues: ahead, ...account } : account,
        tasks: [task],
        window: false,
      };
    },
    common: ({ state, notifyHook, botType, mode }) => ({
      state: state ?? '',
      notifyHook: notifyHook ?? '',
      botType: botType === 'NIJI_JOURNEY' ? botType : 'MID_JOURNEY',
      mode,
    }),
    opensWindow: (kind, order) =>
      remixable.has(kind) && (options.remix || (options.remixable && order.enableRemix === true)),
  };
  const endpoints = new Map<string, (order: Order) => Verdict>(
    Object.entries({ ...createRequests(desk), action: createPressing(desk), modal: createModal(desk) }),
  );
  return {
    /** Null when there is no such endpoint. */
    submit: (endpoint: string, order: Order): Verdict | null => endpoints.get(endpoint)?.(order) ?? null,
  };
}
