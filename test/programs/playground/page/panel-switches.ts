import type { Pace, Switches, Turn } from '../wire.ts';
import type { App } from './app.ts';
import { fill, h } from './dom.ts';
import { turn } from './server.ts';

const profiles: readonly (readonly [Switches['profile'], string])[] = [
  ['gateway', 'reseller gateway'],
  ['one-hub', 'one-hub'],
  ['raw', 'Midjourney proxy'],
  ['original', 'the original proxy'],
  ['synchronous', 'answers at once'],
];
const speeds: readonly (readonly [Pace, string])[] = [
  ['quick', 'quick (1.5 s)'],
  ['normal', 'normal (8 s)'],
  ['slow', 'slow (30 s)'],
  ['held', 'held'],
];

/** The bot's process and everything that can be made to go wrong. */
export function createSwitches({ model }: App) {
  const element = h('section', { class: 'switches', 'aria-label': 'Switches' });
  const flip = (wanted: Turn) => void turn(wanted).catch(() => model.say('The playground is gone.'));

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
    const { bot, switches } = model;
    const runs = bot.state === 'ready';
    const words = { ready: `runs as process ${bot.pid}`, starting: 'starts…', dead: 'is dead', stopped: 'is stopped' };
    const focused = [...element.querySelectorAll('button, select')].indexOf(document.activeElement ?? element);
    const act = (label: string, style: string, what: 'kill' | 'stop' | 'start', disabled: boolean) =>
      h('button', { type: 'button', class: `button ${style}`, disabled, click: () => flip({ turn: what }) }, label);
    fill(
      element,
      h(
        'div',
        { class: `bot ${bot.state}`, role: 'status' },
        h('span', { class: 'lamp', 'aria-hidden': 'true' }),
        h(
          'div',
          {},
          h('strong', {}, `Darkroom ${words[bot.state]}`),
          h('div', { class: 'quiet' }, bot.note || `life ${bot.processNumber}`),
        ),
      ),
      h(
        'div',
        { class: 'acts' },
        act('Kill the bot', 'danger', 'kill', !runs),
        act('Stop', 'secondary', 'stop', !runs),
        act('Restart', 'success', 'start', runs || bot.state === 'starting'),
      ),
      choice('Relay', profiles, switches.profile, (to) => ({ turn: 'profile', to })),
      choice('Its speed', speeds, switches.pace, (to) => ({ turn: 'pace', to })),
      toggle('Relay down', switches.relayDown, 'relayDown'),
      toggle('Lose callbacks', switches.loseCallbacks, 'loseCallbacks'),
      h(
        'button',
        { type: 'button', class: 'setting', title: 'As after 15 minutes', click: () => flip({ turn: 'expireTokens' }) },
        h('span', {}, 'Expire all interaction tokens'),
        h('span', { class: 'quiet' }, 'now'),
      ),
    );
    const again = element.querySelectorAll('button, select')[focused];
    if (again instanceof HTMLElement) again.focus();
  }

  model.listen(({ kind }) => {
    if (['all', 'bot', 'switches'].includes(kind)) draw();
  });
  draw();
  return { element };
}
