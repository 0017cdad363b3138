import type { Options } from '../options.ts';
import { remixable } from '../presses.ts';
import type { Progression } from '../progression.ts';
import type { SubmitBody } from '../submit-body.ts';
import type { Draft, EmulatedTask, Tasks } from '../tasks.ts';
import { createAction } from './action.ts';
import { createModal } from './modal.ts';
import { createRequests } from './requests.ts';
import { refuse, type Verdict } from './verdict.ts';

/** What the submit endpoints share. */
export type SubmitContext = {
  readonly options: Options;
  readonly tasks: Tasks;
  /** Refusals that any submit may meet: a full queue, a banned word. Null when there is none. */
  objection(submitBody: SubmitBody): Verdict | null;
  /** Sends a task on its way. */
  accept(task: EmulatedTask): Verdict;
  common(submitBody: SubmitBody): Pick<Draft, 'state' | 'notifyHook' | 'botType' | 'mode'>;
  opensWindow(kind: string, submitBody: SubmitBody): boolean;
};

export type Automation = ReturnType<typeof createAutomation>;

/** The automation server behind every profile: takes orders, makes tasks, knows nothing of answers' shapes. */
export function createAutomation({
  options,
  tasks,
  progression,
}: {
  options: Options;
  tasks: Tasks;
  progression: Progression;
}) {
  const account = { discordInstanceId: '1118138338562560102', discordChannelId: '1118138338562560103' };
  const context: SubmitContext = {
    options,
    tasks,
    objection({ prompt }) {
      const word = options.bannedWords.find((banned) => prompt?.toLowerCase().includes(banned.toLowerCase()));
      if (word) return refuse(24, 'Prompt may contain a banned word', { promptEn: prompt, bannedWord: word });
      return progression.full() ? refuse(23, 'Queue is full, try again later', account) : null;
    },
    accept(task) {
      const ahead = progression.accept(task);
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
    opensWindow: (kind, submitBody) =>
      remixable.has(kind) && (options.remix || (options.remixable && submitBody.enableRemix === true)),
  };
  const endpoints = new Map<string, (submitBody: SubmitBody) => Verdict>(
    Object.entries({ ...createRequests(context), action: createAction(context), modal: createModal(context) }),
  );
  return {
    /** Null when there is no such endpoint. */
    submit: (endpoint: string, submitBody: SubmitBody): Verdict | null => endpoints.get(endpoint)?.(submitBody) ?? null,
  };
}
