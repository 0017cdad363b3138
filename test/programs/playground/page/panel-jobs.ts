import type { JobView } from '../wire.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';

/** A job as a line of its steps, with a mark where the bot's process ended and another went on. */
export function drawJob(
  { id, memberId, what, prompt, taskId, messageId, failed, steps }: JobView,
  app: App,
): HTMLElement {
  const last = steps.at(-1);
  const state = last?.step !== 'settled' ? 'open' : failed ? 'failed' : 'settled';
  const member = app.model.memberOf(memberId)?.name ?? '';
  const message = messageId === null ? undefined : app.model.messages.get(messageId);
  let processNumber = steps[0]?.processNumber;
  return h(
    'article',
    { class: `card job ${state}`, 'data-job': id },
    h(
      'div',
      { class: 'card-head' },
      h('strong', {}, what),
      h('span', { class: 'quiet' }, member),
      message
        ? h(
            'button',
            { type: 'button', class: 'plain-link', click: () => app.names.jump(message.channelId, message.id) },
            'show',
          )
        : null,
      h('span', { class: `badge ${state}` }, last?.step ?? ''),
    ),
    h('p', { class: 'job-prompt' }, prompt || '(no words)'),
    h(
      'ol',
      { class: 'steps', 'aria-label': 'Steps' },
      ...steps.flatMap(({ step, at, processNumber: now }, n) => {
        const before = steps[n - 1];
        const cut = now !== processNumber;
        processNumber = now;
        return [
          cut ? h('li', { class: 'cut' }, `process ${now} takes over`) : null,
          h(
            'li',
            { class: n === steps.length - 1 && step !== 'settled' ? 'step now' : 'step' },
            h('span', {}, step),
            h(
              'span',
              { class: 'quiet' },
              before ? `+${duration(at - before.at)}` : new Date(at).toLocaleTimeString('en-GB'),
            ),
          ),
        ];
      }),
      state === 'open' &&
        app.model.bot.state !== 'ready' &&
        h('li', { class: 'cut' }, 'written down; waits for the bot'),
    ),
    taskId === null ? null : h('p', { class: 'quiet card-foot' }, `relay task ${taskId}`),
  );
}

export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
