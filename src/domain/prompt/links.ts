/** The most links of one prompt that are looked at. */
const LINKS_MAX = 5;

/** Flags whose values may be links to pictures. */
const references: ReadonlySet<string> = new Set(['--sref', '--cref', '--oref', '--edit']);

/**
 * The links of a prompt behind which Midjourney looks for pictures: those that it begins with, and those of its references,
 * each once. Midjourney fetches them itself, and charges a prompt that fails over one that is dead.
 */
export function pictureLinks(prompt: string): readonly string[] {
  const words = prompt.split(/\s+/).filter((word) => word !== '');
  const found = new Set<string>();
  /** Whether a link here is one to a picture: at the beginning, or behind a reference. */
  let place: 'beginning' | 'reference' | 'elsewhere' = 'beginning';
  for (const word of words) {
    const link = linkIn(word);
    if (link !== null && place !== 'elsewhere') found.add(link);
    else if (word.startsWith('--')) place = references.has(word.toLowerCase()) ? 'reference' : 'elsewhere';
    else if (place === 'beginning' && !word.startsWith('::')) place = 'elsewhere';
  }
  return [...found].slice(0, LINKS_MAX);
}

/** The link that a word is, without the brackets around it and the weight behind it; null when it is none. */
function linkIn(word: string): string | null {
  const bare = word.startsWith('<') ? word.slice(1) : word;
  if (!/^https?:\/\/[^\s/]/i.test(bare)) return null;
  const link = bare.split('::')[0]?.split('>')[0] ?? '';
  return URL.canParse(link) ? link : null;
}
