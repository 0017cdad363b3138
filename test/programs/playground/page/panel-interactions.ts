import type { InteractionView } from '../wire.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import { duration } from './panel-jobs.ts';
import { panelWords, words } from './words.ts';

/** One gesture and how soon it was answered. */
export function drawInteraction(
  { did, name, memberId, at, ms, answer, failed, expired }: InteractionView,
  app: App,
): HTMLElement {
  const spoken = panelWords();
  const answers: Readonly<Record<number, string>> = spoken.answers;
  const state = failed ? 'failed' : ms === null ? 'open' : 'settled';
  const speed = ms === null ? (failed ? spoken.noAnswer : '…') : duration(ms);
  return h(
    'article',
    { class: 'card line' },
    h(
      'div',
      { class: 'card-head' },
      h('strong', {}, spoken.did[did](name)),
      h('span', { class: 'quiet' }, app.model.memberOf(memberId)?.name ?? ''),
      h('span', { class: `badge ${state}`, title: spoken.timeToAnswer }, speed),
    ),
    h(
      'p',
      { class: 'quiet card-foot' },
      [
        new Date(at).toLocaleTimeString(words().clock),
        answer === null ? '' : spoken.answeredWith(answers[answer] ?? spoken.answerType(answer)),
        expired ? spoken.tokenExpired : '',
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}
