import { empty, json } from '../answers.ts';
import { refuse, type Verdict } from '../automation/verdict.ts';
import type { Links } from '../links.ts';
import type { SubmitBody } from '../submit-body.ts';
import { type EmulatedTask, isOver, type TaskKind } from '../tasks.ts';
import { nothing, type Parts, type Profile } from './profile.ts';

/** What it calls each kind that it can make, and whether such a task can be changed. */
const kinds: Readonly<Partial<Record<TaskKind, readonly [action: string, isGrid: boolean]>>> = {
  imagine: ['IMAGINE', true],
  blend: ['BLEND', true],
  describe: ['DESCRIBE', false],
  upscale: ['UPSCALE', false],
  variation: ['VARIATION', true],
  reroll: ['REROLL', true],
};

/** Which of Midjourney's buttons a change presses. */
const pressedBy: Readonly<Record<string, (index: number) => string>> = {
  UPSCALE: (index) => `MJ::JOB::upsample::${index}::`,
  VARIATION: (index) => `MJ::JOB::variation::${index}::`,
  REROLL: () => 'MJ::JOB::reroll::0::',
};

/**
 * The original midjourney-proxy (novicezk 2.6.3): no buttons, no `/submit/action`, but `/submit/change`. It finds its
 * pictures in Discord by their prompt, so two equal ones under way at once get each other's.
 */
export function createOriginal({ options, tasks, automation, links }: Parts): Profile {
  const unfinished = () => [...tasks.all.values()].filter((task) => !isOver(task));
  const view = (id: string) => {
    const task = tasks.all.get(id);
    return task ? [taskOf(task, links)] : [];
  };

  function change(submitBody: SubmitBody): Verdict {
    const { taskId, action, index } = submitBody;
    const press = pressedBy[action ?? ''];
    if (!press) return refuse(4, 'Bad Request', {}, 400);
    const parent = tasks.all.get(taskId ?? '');
    if (!parent) return refuse(3, '关联任务不存在或已失效');
    if (parent.status !== 'SUCCESS') return refuse(4, '关联任务状态错误');
    if (!kinds[parent.kind]?.[1]) return refuse(4, '关联任务不允许执行变化');
    if (action !== 'REROLL' && !index) return refuse(-1, 'Internal Server Error', {}, 500);
    const customId = parent.buttons.find((button) => button.customId?.startsWith(press(index ?? 0)))?.customId;
    return automation.submit('action', { ...submitBody, customId }) ?? refuse(4, 'Bad Request', {}, 400);
  }

  /** The picture of a task is taken for that of an earlier one with the same prompt, and the other way round. */
  function mixUp(task: EmulatedTask): void {
    const isSame = ({ id, kind, finalPrompt, customId }: EmulatedTask) =>
      id !== task.id &&
      kind === task.kind &&
      finalPrompt === task.finalPrompt &&
      numberOf(customId) === numberOf(task.customId);
    const other = unfinished().find(isSame);
    if (other) [task.pictures, other.pictures] = [other.pictures, task.pictures];
  }

  let left = 0;

  return {
    ...nothing,
    takesModes: false,
    opened() {
      left = options.refusedAtFirst;
    },
    bars(isSubmit) {
      if (!isSubmit || left === 0) return null;
      left -= 1;
      return json({ code: 3, description: '无可用的账号实例', result: null, properties: {} });
    },
    allows: (headers) => headers.get('mj-api-secret') === options.key,
    forbidden: () => empty(401),
    unreadable: () => json({ timestamp: new Date(), status: 400, error: 'Bad Request' }, 400),
    submit(endpoint, submitBody) {
      const own = ['imagine', 'blend', 'describe'].includes(endpoint);
      const verdict = endpoint === 'change' ? change(submitBody) : own ? automation.submit(endpoint, submitBody) : null;
      if (!verdict) return null;
      const { status, description, result, properties, tasks: made } = verdict;
      for (const task of made) mixUp(task);
      // It counts only those that wait before this one.
      const ahead = Number(properties.numberOfQueues ?? 0) - 1;
      const code = verdict.code === 22 && ahead === 0 ? 1 : verdict.code;
      const told = code === 22 ? { ...properties, numberOfQueues: ahead } : properties;
      return {
        response: json({ code, description, result, properties: told }, status),
        taskId: result,
        billed: made.length > 0,
      };
    },
    fetch: (id) => view(id).map((task) => json(task))[0] ?? empty(),
    list: (ids) => json(ids.flatMap(view)),
    recent: () => json([...tasks.all.keys()].flatMap(view)),
    queue: () => json(unfinished().flatMap(({ id }) => view(id))),
    unknown: (path) => json({ timestamp: new Date(), status: 404, error: 'Not Found', path }, 404),
    notice: (task) => taskOf(task, links),
  };
}

function numberOf(customId: string): string {
  return /::upsample::([1-4])::/.exec(customId)?.[1] ?? '';
}

/** A task as it tells it. There is no field for buttons at all. */
function taskOf(task: EmulatedTask, links: Links) {
  const { id, uuid, kind, status, percent, prompt, finalPrompt, state, submitTime, startTime, finishTime } = task;
  return {
    id,
    action: kinds[kind]?.[0] ?? 'IMAGINE',
    status,
    prompt: prompt || null,
    promptEn: finalPrompt || null,
    description: `/${kind} ${prompt}`,
    state,
    submitTime,
    startTime,
    finishTime,
    imageUrl: links.picture(task),
    progress: status === 'NOT_START' ? null : status === 'FAILURE' ? '' : `${percent}%`,
    failReason: task.failReason || null,
    properties: {
      notifyHook: task.notifyHook,
      discordInstanceId: '1118138338562560102',
      flags: 0,
      messageId: status === 'SUCCESS' ? id : null,
      messageHash: status === 'SUCCESS' ? uuid : null,
      nonce: id,
      finalPrompt,
      progressMessageId: startTime === null ? null : id,
    },
  };
}
