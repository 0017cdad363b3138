import type { App } from './app.ts';
import { fill, h } from './dom.ts';
import { drawInteraction } from './panel-interactions.ts';
import { drawJob } from './panel-jobs.ts';
import { drawExchange } from './panel-relay.ts';
import { drawRecords } from './panel-store.ts';
import { createSwitches } from './panel-switches.ts';
import { readLog, readStore } from './server.ts';

const tabs = ['Jobs', 'Interactions', 'Relay', 'Store', 'Log'] as const;
type Tab = (typeof tabs)[number];

/** What happens underneath: switches on top, and below what can be watched. */
export function createPanel(app: App) {
  const { model } = app;
  let tab: Tab = 'Jobs';
  const body = h('div', { class: 'panel-body', role: 'tabpanel', id: 'panel-body', tabindex: 0 });
  const trouble = h('div', { class: 'violations', role: 'status' });
  const buttons = tabs.map((name, at) =>
    h(
      'button',
      {
        type: 'button',
        class: 'tab',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': 'panel-body',
        click: () => choose(name),
        keydown: (event) => {
          const step = event instanceof KeyboardEvent ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined;
          const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
          if (!next) return;
          choose(next);
          buttons[tabs.indexOf(next)]?.focus();
        },
      },
      name,
    ),
  );
  const element = h(
    'aside',
    { class: 'panel', 'aria-label': 'What happens underneath' },
    createSwitches(app).element,
    trouble,
    h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'What happens underneath' }, ...buttons),
    body,
  );

  function choose(next: Tab): void {
    tab = next;
    void draw();
  }

  async function inside(): Promise<HTMLElement[]> {
    switch (tab) {
      case 'Jobs':
        return [...model.jobs.values()].toReversed().map((job) => drawJob(job, app));
      case 'Interactions':
        return [...model.interactions.values()].toReversed().map((one) => drawInteraction(one, app));
      case 'Relay':
        return model.exchanges.toReversed().map(drawExchange);
      case 'Store':
        return drawRecords(await readStore());
      case 'Log':
        return [h('pre', { class: 'log', tabindex: 0 }, (await readLog()).toReversed().join('\n') || 'Nothing yet.')];
    }
  }

  let drawing = 0;
  async function draw(): Promise<void> {
    drawing += 1;
    const own = drawing;
    for (const [at, name] of tabs.entries()) {
      buttons[at]?.setAttribute('aria-selected', String(name === tab));
      buttons[at]?.setAttribute('tabindex', name === tab ? '0' : '-1');
    }
    body.setAttribute('aria-labelledby', `tab-${tab}`);
    const open = new Set([...body.querySelectorAll('details[open]')].map((one) => one.getAttribute('data-key')));
    const shown = await inside();
    if (own !== drawing) return;
    fill(
      body,
      ...(shown.length > 0 ? shown : [h('p', { class: 'panel-empty' }, 'Nothing yet: type /imagine in the channel.')]),
    );
    for (const one of body.querySelectorAll('details')) one.open = open.has(one.getAttribute('data-key'));
  }

  function drawTrouble(): void {
    const told = model.violations;
    fill(
      trouble,
      ...(told.length === 0 ? [] : [h('strong', {}, `${told.length} breach of Discord’s rules: `), told.at(-1) ?? '']),
    );
  }

  const shows: Readonly<Record<string, Tab>> = { job: 'Jobs', interaction: 'Interactions', exchange: 'Relay' };
  let scheduled = false;
  model.listen(({ kind }) => {
    if (kind === 'violations' || kind === 'all') drawTrouble();
    if (shows[kind] !== tab && kind !== 'all' && kind !== 'bot') return;
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      void draw();
    });
  });
  // Nothing tells of a changed record or a line of the log.
  setInterval(() => (tab === 'Store' || tab === 'Log') && element.offsetParent && void draw(), 1500);

  drawTrouble();
  void draw();
  return { element };
}
