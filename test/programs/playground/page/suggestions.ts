import { fill, h } from './dom.ts';

export type Suggestion = {
  readonly name: string;
  readonly hint?: string;
  readonly pick: () => void;
};

/** The list above the composer. The focus stays in the composer, which is told which line is meant. */
export function createSuggestions(id: string) {
  let shown: readonly Suggestion[] = [];
  let active = 0;
  const list = h('ul', { class: 'suggestions-list', role: 'listbox', id, 'aria-label': 'Suggestions' });
  const title = h('div', { class: 'suggestions-title' });
  const element = h('div', { class: 'suggestions', hidden: true }, title, list);

  function mark(): void {
    [...list.children].forEach((item, at) => {
      item.setAttribute('aria-selected', String(at === active));
      if (at === active) item.scrollIntoView({ block: 'nearest' });
    });
  }

  return {
    element,
    isOpen: () => !element.hidden,
    /** The id of the line that Enter would take. */
    active: () => (element.hidden ? null : `${id}-${active}`),
    close(): void {
      element.hidden = true;
      shown = [];
    },
    open(heading: string, suggestions: readonly Suggestion[]): void {
      shown = suggestions;
      active = 0;
      element.hidden = suggestions.length === 0;
      fill(title, heading);
      fill(
        list,
        ...suggestions.map(({ name, hint, pick }, at) =>
          h(
            'li',
            {
              id: `${id}-${at}`,
              role: 'option',
              class: 'suggestion',
              mousedown: (event) => event.preventDefault(),
              mousemove: () => {
                if (active === at) return;
                active = at;
                mark();
              },
              click: pick,
            },
            h('span', { class: 'suggestion-name' }, name),
            hint ? h('span', { class: 'suggestion-hint' }, hint) : null,
          ),
        ),
      );
      mark();
    },
    move(step: number): void {
      active = (active + step + shown.length) % Math.max(1, shown.length);
      mark();
    },
    pick: () => shown[active]?.pick(),
  };
}
