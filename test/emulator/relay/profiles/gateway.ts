import { html, json } from '../answers.ts';
import type { Verdict } from '../automation/verdict.ts';
import { hash } from '../seeds.ts';
import type { SubmitBody } from '../submit-body.ts';
import { createGatewayAccount } from './gateway-account.ts';
import { newApi } from './gateway-habits.ts';
import { actionOf, upstreamError } from './gateway-parser.ts';
import { nothing, type Parts, type Profile, type Submitted } from './profile.ts';
import { rawTask } from './raw-task.ts';
import { createRows } from './rows.ts';

const accepted: ReadonlySet<number> = new Set([1, 21, 22]);

/** A reseller's gateway in front of the automation server: own table, own errors, rewritten codes. */
export function createGateway({ options, tasks, automation, links, pictureCache }: Parts, habits = newApi): Profile {
  const account = createGatewayAccount(options, habits.keySpent);
  const rows = createRows({ tasks, links, options, linksItself: habits.linksItself });
  let listed = 0;
  let isUpstreamUp = true;

  /** Said before anything else is looked at. */
  function noChannel(endpoint: string, { customId }: SubmitBody): Response | null {
    const action = endpoint === 'action' ? actionOf(customId ?? '', options.lenient) : endpoint;
    const model = typeof action === 'string' ? `mj_${action.toLowerCase()}` : '';
    if (!options.withoutChannel.includes(model)) return null;
    return habits.noChannel(model);
  }

  /** Why the gateway does not even ask its upstream; else the action's name in its table. */
  function check(endpoint: string, submitBody: SubmitBody): Response | string {
    const unsold = noChannel(endpoint, submitBody);
    if (unsold) return unsold;
    if (account.isBroke()) return upstreamError(habits.accountSpent);
    if (endpoint === 'imagine' && !submitBody.prompt) return upstreamError('prompt_is_required');
    if (endpoint !== 'action' && endpoint !== 'modal') return endpoint.toUpperCase();
    const action = endpoint === 'action' ? actionOf(submitBody.customId ?? '', options.lenient) : 'MODAL';
    if (action instanceof Response) return action;
    // A window's text without a task is forwarded all the same.
    if (endpoint === 'modal' && !submitBody.taskId) return action;
    if (!submitBody.taskId) return upstreamError('task_id_is_required');
    const row = rows.first(submitBody.taskId);
    if (!row) return upstreamError('task_not_found');
    const unfinished = endpoint === 'action' && row.seen?.status !== 'SUCCESS';
    return unfinished ? upstreamError('task_status_not_success') : action;
  }

  function record(verdict: Verdict, action: string, submitBody: SubmitBody): void {
    const { description, window } = verdict;
    for (const { id, submitTime, parent, prompt } of verdict.tasks) {
      const origin = action === 'MODAL' ? null : tasks.all.get(parent ?? '');
      rows.add({ id, action, description, submitTime, prompt: origin?.prompt ?? submitBody.prompt ?? prompt });
      if (window) rows.refresh(id);
    }
  }

  function submit(endpoint: string, given: SubmitBody): Submitted | null {
    const mode = habits.keepsMode ? given.mode : null;
    const submitBody = { ...given, mode, notifyHook: options.callbacks ? given.notifyHook : null };
    const action = check(endpoint, submitBody);
    if (action instanceof Response) return { response: action, taskId: null, billed: false };
    if (!isUpstreamUp) return { response: upstreamError('do_request_failed', 5), taskId: null, billed: false };
    const verdict = automation.submit(endpoint, submitBody);
    if (!verdict) return null;
    const { status, code, description, result, properties, window } = verdict;
    record(verdict, action, submitBody);
    const asks = action === 'INPAINT' || action === 'CUSTOM_ZOOM';
    const rewritten = code === 22 || (code === 21 && !asks) ? 1 : code;
    const billed = accepted.has(code) && status === 200 && verdict.tasks.length > 0 && !(window && asks);
    if (billed) for (const { id } of verdict.tasks) account.charge(id, action);
    return {
      response: json({ code: rewritten, description, result, properties }, status, 'text/plain; charset=utf-8'),
      taskId: result,
      billed,
    };
  }

  return {
    ...nothing,
    allows: (headers) => [options.key, ...options.otherKeys].some((key) => habits.allows(headers, key)),
    forbidden: habits.forbidden,
    bars: account.bars,
    unreadable: () => upstreamError('bind_request_body_failed'),
    submit,
    fetch: (id) => rows.shown(id).map((row) => json(row))[0] ?? upstreamError('task_no_found'),
    list(ids) {
      listed += 1;
      const all = ids.flatMap((id) => rows.shown(id)).map((row, n) => ({ row, submitBody: hash(listed, n) }));
      return json(all.sort((a, b) => a.submitBody - b.submitBody).map(({ row }) => row));
    },
    seed(id) {
      const task = rows.first(id) && tasks.all.get(id);
      if (!task) return upstreamError('task_no_found');
      const body = { code: 1, description: 'success', result: String(task.seed) };
      return json(body, 200, 'text/plain; charset=utf-8');
    },
    image(id) {
      const seen = rows.first(id)?.seen;
      const task = tasks.all.get(id);
      if (!seen || !task) return Promise.resolve(json({ error: 'midjourney_task_not_found' }, 400));
      // It forwards to the address that it heard of, and never asks for another one.
      if (!seen.pictured || task.lost || task.addresses > 0)
        return Promise.resolve(json({ error: 'http_get_image_failed' }, 500));
      const isOver = seen.status === 'SUCCESS';
      const finished = () =>
        links.isFilm(task) ? pictureCache.film(task, links.filmOf(task)) : pictureCache.finished(task, 0);
      const file = isOver ? finished() : pictureCache.preview(task, seen.percent);
      return file.then(({ data, mime }) => new Response(new Uint8Array(data), { headers: { 'content-type': mime } }));
    },
    status: () =>
      json({
        success: true,
        message: '',
        data: { mj_notify_enabled: options.callbacks, server_address: options.serverAddress || links.base() },
      }),
    unknown: () => html(),
    notice: (task) => rawTask(task, links, options),
    changed({ id, status }) {
      if (status === 'FAILURE') account.refund(id);
      rows.refresh(id);
    },
    catchUp: rows.catchUp,
    account: (path, key) => (options.tellsAccount ? account.tell(path, key) : null),
    upstream(isUp) {
      isUpstreamUp = isUp;
    },
    topUp(submissions) {
      account.topUp(submissions);
      account.unlock();
    },
    forget: (id) => void rows.forget(id),
    forgetUpstream: rows.reset,
    stop: rows.stop,
  };
}
