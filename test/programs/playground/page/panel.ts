import type { App } from './app.ts';
import { fill, h } from './dom.ts';
import { drawInteraction } from './panel-interactions.ts';
import { drawJob } from './panel-jobs.ts';
import { drawLog } from './panel-log.ts';
import { drawExchange } from './panel-relay.ts';
import { drawRecords } from './panel-store.ts';
import { createSwitches } from './panel-switches.ts';
import { readLog, readStore } from './server.ts';
import { panelWords, words } from './words.ts';

const tabs = ['jobs', 'interactions', 'relay', 'store', 'log'] as const;
/** What the keyboard can reach in the panel. */
const REACHABLE = 'button, summary, pre';
type Tab = (typeof tabs)[number];

/** What happens underneath: switches on top, and below what can be watched. */
export function createPanel(app: App) {
  const { model } = app;
  let tab: Tab = 'jobs';
  const body = h('div', { class: 'panel-body', role: 'tabpanel', id: 'panel-body', tabindex: 0 });
  const trouble = h('div', { class: 'violations', role: 'status' });
  const buttons = tabs.map((name, at) =>
    h('button', {
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
    }),
  );
  const list = h('div', { class: 'tabs', role: 'tablist' }, ...buttons);
  const element = h('aside', { class: 'panel' }, createSwitches(app).element, trouble, list, body);

  function nameTabs(): void {
    for (const [at, name] of tabs.entries()) fill(buttons[at] ?? list, panelWords().tabs[name]);
    for (const named of [element, list]) named.setAttribute('aria-label', words().underneath);
  }

  function choose(next: Tab): void {
    tab = next;
    void draw();
  }

  async function inside(): Promise<HTMLElement[]> {
    switch (tab) {
      case 'jobs':
        return [...model.jobs.values()].toReversed().map((job) => drawJob(job, app));
      case 'interactions':
        return [...model.interactions.values()].toReversed().map((one) => drawInteraction(one, app));
      case 'relay':
        return model.exchanges.toReversed().map(drawExchange);
      case 'store':
        return drawRecords(await readStore());
      case 'log':
        return drawLog(await readLog());
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
    const at = [...body.querySelectorAll(REACHABLE)].indexOf(document.activeElement ?? body);
    fill(body, ...(shown.length > 0 ? shown : [h('p', { class: 'panel-empty' }, panelWords().nothingYet)]));
    for (const one of body.querySelectorAll('details')) one.open = open.has(one.getAttribute('data-key'));
    if (at >= 0) [...body.querySelectorAll<HTMLElement>(REACHABLE)][at]?.focus({ preventScroll: true });
  }

  function drawTrouble(): void {
    const told = model.violations;
    fill(
      trouble,
      ...(told.length === 0 ? [] : [h('strong', {}, panelWords().breaches(told.length)), told.at(-1) ?? '']),
    );
  }

  const shows: Readonly<Record<string, Tab>> = { job: 'jobs', interaction: 'interactions', exchange: 'relay' };
  let scheduled = false;
  model.listen(({ kind }) => {
    if (kind === 'violations' || kind === 'all' || kind === 'view') drawTrouble();
    if (kind === 'view') nameTabs();
    if (shows[kind] !== tab && !['all', 'bot', 'view'].includes(kind)) return;
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      void draw();
    });
  });
  // Nothing tells of a changed record or a line of the log.
  setInterval(() => (tab === 'store' || tab === 'log') && element.offsetParent && void draw(), 1500);

  nameTabs();
  drawTrouble();
  void draw();
  return { element };
}
