import type { JobView } from '../wire.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import { panelWords, words } from './words.ts';

/** A job as a line of its steps, with a mark where the bot's process ended and another went on. */
export function drawJob(
  { id, memberId, what, prompt, taskId, messageId, failed, steps }: JobView,
  app: App,
): HTMLElement {
  const last = steps.at(-1);
  const spoken = panelWords();
  const isOver = last?.step === 'settled' || last?.step === 'dropped';
  const state = !isOver ? 'open' : failed ? 'failed' : last.step;
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
            spoken.show,
          )
        : null,
      h('span', { class: `badge ${state}` }, nameOf(last?.step ?? '')),
    ),
    h('p', { class: 'job-prompt' }, prompt || spoken.noWords),
    h(
      'ol',
      { class: 'steps', 'aria-label': spoken.steps },
      ...steps.flatMap(({ step, at, processNumber: now }, n) => {
        const before = steps[n - 1];
        const cut = now !== processNumber;
        processNumber = now;
        return [
          cut ? h('li', { class: 'cut' }, spoken.takesOver(now)) : null,
          h(
            'li',
            { class: n === steps.length - 1 && !isOver ? 'step now' : 'step' },
            h('span', { class: 'explained', title: meaningOf(step) }, nameOf(step)),
            h(
              'span',
              { class: 'quiet' },
              before ? `+${duration(at - before.at)}` : new Date(at).toLocaleTimeString(words().clock),
            ),
          ),
        ];
      }),
      state === 'open' &&
        !Object.values(app.model.bots).some((bot) => bot.state === 'ready') &&
        h('li', { class: 'cut' }, spoken.waitsForBot),
    ),
    taskId === null ? null : h('p', { class: 'quiet card-foot' }, spoken.relayTask(taskId)),
  );
}

/** A step's name and what it means. */
function about(step: string): readonly [string, string] {
  const known: Readonly<Record<string, readonly [string, string]>> = panelWords().step;
  return known[step] ?? [step, ''];
}

const nameOf = (step: string): string => about(step)[0];
const meaningOf = (step: string): string => about(step)[1];

export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
