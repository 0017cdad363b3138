export type Child = Node | string | null | false | undefined;
type Value = string | number | boolean | null | undefined | ((event: Event) => void);
export type Attributes = Readonly<Record<string, Value>>;

/** Makes an element. A function is a listener for the event it is named after, `false` and null leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/** Drops what is not there. */
export function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== null && child !== false && child !== undefined);
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...present(children));
}

/** A drawing of 24 by 24, hidden from screen readers: whoever uses it names what it stands for. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

export const icons = {
  hash: 'M10 3 8.6 9H4v2h4.2l-1 4H3v2h3.7L5.5 21h2l1.2-4h5L12.5 21h2l1.2-4H20v-2h-3.8l1-4H21V9h-3.3L19 3h-2l-1.3 6h-5L12 3zm.2 8h5l-1 4h-5z',
  thread: 'M4 5h16v2H4zm4 6h12v2H8zm0 6h9v2H8zM4 9h2v9H4z',
  at: 'M12 3a9 9 0 1 0 5 16.5l-1.1-1.7A7 7 0 1 1 19 12v1.2c0 1-.6 1.8-1.5 1.8S16 14.2 16 13.2V8h-2v.6A4 4 0 1 0 14.7 15c.6 1.2 1.6 2 2.8 2 2 0 3.5-1.6 3.5-3.8V12a9 9 0 0 0-9-9m0 11.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5',
  menu: 'M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z',
  panel: 'M3 5h18v14H3zm2 2v10h8V7zm10 0v10h4V7z',
  close: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  plus: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  down: 'm6 9 6 6 6-6-1.4-1.4L12 12.2 7.4 7.6z',
  apps: 'M4 4h7v7H4zm9 0h7v7h-7zM4 13h7v7H4zm12 0h2v3h3v2h-3v3h-2v-3h-3v-2h3z',
  check: 'm9.5 16.2-4-4L4 13.6l5.5 5.4L20 8.5 18.6 7z',
  upload: 'M11 16V8.8L8.4 11.4 7 10l5-5 5 5-1.4 1.4L13 8.8V16zM5 18h14v2H5z',
  eye: 'M12 6c4.5 0 8 3.5 9.5 6-1.5 2.5-5 6-9.5 6s-8-3.5-9.5-6C4 9.5 7.5 6 12 6m0 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  open: 'M14 4h6v6h-2V7.4l-7.3 7.3-1.4-1.4L16.6 6H14zM5 6h5v2H7v9h9v-3h2v5H5z',
} as const;
