import type { Pace, Switches, Turn } from '../wire.ts';
import type { App } from './app.ts';
import { fill, h } from './dom.ts';
import { drawProcesses } from './panel-processes.ts';
import { turn } from './server.ts';
import { panelWords, words } from './words.ts';

const profiles = ['gateway', 'one-hub', 'raw', 'original', 'synchronous'] as const satisfies Switches['profile'][];
const speeds = ['quick', 'normal', 'slow', 'held'] as const satisfies Pace[];

const named = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => [value, names[value]] as const);

/** The bot's process and everything that can be made to go wrong. */
export function createSwitches({ model }: App) {
  const element = h('section', { class: 'switches' });
  const flip = (wanted: Turn) => void turn(wanted).catch(() => model.say(words().gone));

  function choice<T extends string>(
    label: string,
    options: readonly (readonly [T, string])[],
    now: T,
    to: (value: T) => Turn,
  ) {
    const select = h('select', {
      change: () => {
        const chosen = options.find(([value]) => value === select.value);
        if (chosen) flip(to(chosen[0]));
      },
    });
    select.append(...options.map(([value, name]) => h('option', { value, selected: value === now }, name)));
    return h('label', { class: 'setting' }, h('span', {}, label), select);
  }

  function toggle(label: string, isOn: boolean, wanted: 'relayDown' | 'loseCallbacks') {
    return h(
      'button',
      {
        type: 'button',
        class: 'setting toggle',
        role: 'switch',
        'aria-checked': String(isOn),
        click: () => flip({ turn: wanted, to: !isOn }),
      },
      h('span', {}, label),
      h('span', { class: 'knob', 'aria-hidden': 'true' }),
    );
  }

  function draw(): void {
    const { bots, switches } = model;
    const spoken = panelWords();
    element.setAttribute('aria-label', spoken.switches);
    const focused = [...element.querySelectorAll('button, select')].indexOf(document.activeElement ?? element);
    fill(
      element,
      ...drawProcesses(bots, flip),
      choice(spoken.relay, named(profiles, spoken.profiles), switches.profile, (to) => ({ turn: 'profile', to })),
      h('p', { class: 'hint' }, spoken.relayHint),
      choice(spoken.speed, named(speeds, spoken.speeds), switches.pace, (to) => ({ turn: 'pace', to })),
      toggle(spoken.relayDown, switches.relayDown, 'relayDown'),
      toggle(spoken.loseCallbacks, switches.loseCallbacks, 'loseCallbacks'),
      h(
        'button',
        {
          type: 'button',
          class: 'button secondary whole',
          title: spoken.expireHint,
          click: () => flip({ turn: 'expireTokens' }),
        },
        spoken.expireTokens,
      ),
    );
    const again = element.querySelectorAll('button, select')[focused];
    if (again instanceof HTMLElement) again.focus();
  }

  model.listen(({ kind }) => {
    if (['all', 'bot', 'switches', 'view'].includes(kind)) draw();
  });
  draw();
  return { element };
}
