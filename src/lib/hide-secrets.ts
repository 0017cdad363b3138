/** What stands in the place of a secret. */
export const HIDDEN = '[hidden]';

/** The fewest characters of a form that is looked for: ordinary words contain shorter ones. */
const LEAST = 4;
/** The same for a part of a secret between two dashes. */
const LEAST_PART = 8;

/**
 * Hides secrets in any text, in whatever form others repeat them: with or without "Bearer" and a prefix such as `sk-`,
 * one part of what dashes divide, escaped for URLs, JSON or HTML, as base64 or within it, cut short, and masked, as in
 * `sk-abc***xyz`. Secrets of fewer than `least` characters are left alone.
 */
export function createSecretFilter(secrets: readonly string[], least = LEAST): (text: string) => string {
  const known = secrets.filter((secret) => secret !== '' && secret.length >= least);
  const bodies = [...new Set(known.flatMap((secret) => [secret, bodyOf(secret)]))];
  const parts = bodies.flatMap((body) => body.split('-').filter((part) => part.length >= LEAST_PART));
  const forms = new Set([...bodies, ...parts].flatMap(spellings).concat(bodies.flatMap(base64Cores)));
  const longestFirst = [...forms]
    .filter((form) => form.length >= LEAST || known.includes(form))
    .sort((one, other) => other.length - one.length);

  const beginnings = bodies
    .filter((body) => body.length >= 2 * BEGINNING && !/[/\s]/.test(body))
    .map((body) => body.slice(0, BEGINNING));
  const begun = beginnings.map((start) => new RegExp(`(?:\\b[a-z]{2,3}-)?${literal(start)}[\\w-]*`, 'gi'));
  const anyForm = anyOf([...beginnings, ...longestFirst]);

  /** Whether a mask leaves characters of a secret to be read on either side, or of something that looks like a key. */
  const isMasked = (before: string, after: string) =>
    /^sk-/i.test(before) || bodies.some((body) => shares(body, bodyOf(before), after));

  function hideForms(text: string): string {
    let safe = text;
    for (const form of longestFirst) safe = safe.replaceAll(form, HIDDEN);
    for (const beginning of begun) safe = safe.replace(beginning, HIDDEN);
    return safe;
  }

  return (text) => {
    const safe = anyForm.test(text) ? hideForms(text) : text;
    if (!mask.test(safe)) return safe;
    return safe.replaceAll(masked, (found: string, before: string, after: string) =>
      isMasked(before, after) ? HIDDEN : found,
    );
  };
}

const mask = /\*\*|＊＊|••|###|…|\.\.\./;
const masked = /([\w-]{0,16})(?:\*{2,}|＊{2,}|•{2,}|#{3,}|…|\.{3,})([\w-]{0,16})/g;

/** How many of a long secret's first characters give it away, where others repeat it cut short or in another case. */
const BEGINNING = 10;

/** Whether any of these is in a text, in any case: one search tells that none is, as nearly always. */
function anyOf(texts: readonly string[]): RegExp {
  // Whatever contains another one need not be looked for.
  const least = texts.filter((text) => !texts.some((other) => other !== text && text.includes(other)));
  return new RegExp(least.map(literal).join('|') || '(?!)', 'i');
}

/** What a regular expression finds exactly this text by. */
function literal(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&');
}

/** Whether at least two characters of a text's beginning or end are those of the secret. */
function shares(body: string, before: string, after: string): boolean {
  return (before.length > 1 && body.startsWith(before)) || (after.length > 1 && body.endsWith(after));
}

function bodyOf(secret: string): string {
  return secret.replace(/^(?:Bearer\s+)?(?:[a-z]{2,3}-)?/i, '');
}

function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  const json = JSON.stringify(secret).slice(1, -1);
  const slashes = json.replaceAll('/', '\\/');
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    json,
    slashes,
    json.replaceAll('&', '\\u0026'),
    slashes.replaceAll('&', '\\u0026'),
    html,
  ];
}

/**
 * What base64 makes of a secret, whatever stands before and behind it. There are three such texts, for the three places
 * in a group of bytes at which it may begin; the characters that it shares with its neighbours are left out.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const cores = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const urlSafe = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'));
  return [...cores, ...urlSafe].filter((core) => core.length >= LEAST_PART);
}
