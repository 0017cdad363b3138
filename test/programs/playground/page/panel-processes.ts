import type { BotView, Turn, Which } from '../wire.ts';
import { h } from './dom.ts';
import { panelWords } from './words.ts';

/** The bot's two processes: how they are, which of them leads, and what can be done to them. */
export function drawProcesses(bots: Readonly<Record<Which, BotView>>, flip: (wanted: Turn) => void): HTMLElement[] {
  const { first, second } = bots;
  const spoken = panelWords();
  const firstRuns = first.state === 'ready';
  const secondRuns = second.state === 'ready';
  const act = (label: string, style: string, wanted: Turn, disabled: boolean) =>
    h('button', { type: 'button', class: `button ${style}`, disabled, click: () => flip(wanted) }, label);
  const isOutlived = secondRuns && (first.state === 'dead' || first.state === 'stopped');
  const firstIs = isOutlived ? spoken.first[first.state]() : spoken.bot[first.state](first.pid);
  return [
    drawLamp(first, firstIs, []),
    h(
      'div',
      { class: 'acts' },
      act(spoken.kill, 'danger', { turn: 'kill', which: 'first' }, !firstRuns),
      act(spoken.stop, 'secondary', { turn: 'stop', which: 'first' }, !firstRuns),
      act(spoken.restart, 'success', { turn: 'start', which: 'first' }, firstRuns || first.state === 'starting'),
    ),
    drawLamp(
      second,
      spoken.second[second.state](second.pid),
      secondRuns
        ? [
            act(spoken.stopSecond, 'secondary', { turn: 'stop', which: 'second' }, false),
            act(spoken.killSecond, 'danger', { turn: 'kill', which: 'second' }, false),
          ]
        : [act(spoken.startSecond, 'success', { turn: 'start', which: 'second' }, second.state === 'starting')],
    ),
  ];
}

function drawLamp(bot: BotView, sentence: string, acts: readonly HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: `bot ${bot.state}` },
    h('span', { class: 'lamp', 'aria-hidden': 'true' }),
    h('div', { role: 'status' }, h('strong', {}, sentence), h('div', { class: 'quiet' }, about(bot))),
    acts.length === 0 ? null : h('div', { class: 'own-acts' }, ...acts),
  );
}

/** What is worth knowing of a process beside whether it runs. */
function about({ state, note, leads, processNumber }: BotView): string {
  const spoken = panelWords();
  if (note) return note.kind === 'trouble' ? note.detail : spoken[note.kind](note.detail);
  if (processNumber === 0) return spoken.secondHint;
  const life = spoken.life(processNumber);
  return state === 'ready' ? `${life} · ${leads ? spoken.leads : spoken.follows}` : life;
}
