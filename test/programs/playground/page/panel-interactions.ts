import type { InteractionView } from '../wire.ts';
import type { App } from './app.ts';
import { h } from './dom.ts';
import { duration } from './panel-jobs.ts';

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
const answers: Readonly<Record<number, string>> = {
  4: 'message',
  5: 'thinking',
  6: 'accepted',
  7: 'message updated',
  8: 'choices',
  9: 'form',
};

/** One gesture and how soon it was answered. */
export function drawInteraction(
  { what, memberId, at, ms, answer, failed, expired }: InteractionView,
  app: App,
): HTMLElement {
  const state = failed ? 'failed' : ms === null ? 'open' : 'settled';
  const speed = ms === null ? (failed ? 'no answer' : '…') : duration(ms);
  return h(
    'article',
    { class: 'card line' },
    h(
      'div',
      { class: 'card-head' },
      h('strong', {}, what),
      h('span', { class: 'quiet' }, app.model.memberOf(memberId)?.name ?? ''),
      h('span', { class: `badge ${state}`, title: 'Time to acknowledgement' }, speed),
    ),
    h(
      'p',
      { class: 'quiet card-foot' },
      [
        new Date(at).toLocaleTimeString('en-GB'),
        answer === null ? '' : `answered with ${answers[answer] ?? `type ${answer}`}`,
        expired ? 'token expired' : '',
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  );
}
