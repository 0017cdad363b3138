import { extend, type Picture, pictureOf, remix, sceneOf, vary, widen, zoomOut } from './pictures/picture.ts';
import { promptOfPrint } from './pictures/printed.ts';
import { aspectOf, flagOf } from './pictures/prompt.ts';
import type { Press } from './presses.ts';
import { chance, hash } from './seeds.ts';
import type { EmulatedTask } from './tasks.ts';

const four = <T>(make: (seed: number) => T, seed: number): T[] => [1, 2, 3, 4].map((n) => make(hash(seed, n)));

/** A fresh grid; pictures that came with the prompt shine through by `weight`. */
export function gridOf(prompt: string, seed: number, sources: readonly Uint8Array[] = [], weight = 0.45): Picture[] {
  return four((each) => {
    const picture = pictureOf(each, prompt, aspectOf(prompt) ?? 1);
    return sources.length > 0 ? { kind: 'blend', sources, weight, scene: sceneOf(picture) } : picture;
  }, seed);
}

/** The pictures that come of pressing a button under `parent`. `prompt` is the one to draw, `mask` for a region. */
export function picturesOfPress(
  { kind, index, factor, direction }: Press,
  parent: EmulatedTask,
  prompt: string,
  seed: number,
  mask: Uint8Array | null,
): readonly Picture[] {
  const chosen = parent.pictures[index - 1] ?? parent.pictures[0] ?? pictureOf(parent.seed, prompt, 1);
  const { view } = sceneOf(chosen);
  const stray = (strength: number) => four((each) => remix(vary(chosen, each, strength), prompt), seed);
  switch (kind) {
    case 'variation':
      return stray(0.3);
    case 'varySubtle':
      return stray(0.12);
    case 'varyStrong':
      return stray(0.55);
    case 'region':
      return four((each) => {
        const over = remix(vary(chosen, each, 0.9), prompt);
        return mask ? { kind: 'repaint', under: chosen, over, mask } : over;
      }, seed);
    case 'zoom':
      return four((each) => widen(chosen, zoomOut(view, factor), each), seed);
    case 'makeSquare':
      return four((each) => widen(chosen, zoomOut(view, 1, 1), each), seed);
    case 'customZoom': {
      const zoom = Math.min(2, Math.max(1, flagOf(prompt, 'zoom') ?? 2));
      return four(
        (each) => widen(chosen, zoomOut(view, zoom, aspectOf(prompt) ?? view.width / view.height), each),
        seed,
      );
    }
    case 'pan':
      return four((each) => widen(chosen, extend(view, direction), each), seed);
    case 'reroll':
    case 'describePick':
    case 'shortenPick':
    case 'describeAll':
      return gridOf(prompt, seed);
    case 'animate':
    case 'extend':
      return [0, 1, 2, 3].map(() => chosen);
    case 'upscale':
    case 'upscaleHd':
    case 'videoPick':
    case 'describeRetry':
    case 'bookmark':
      return [chosen];
  }
}

const manners = ['flat shapes', 'woodcut', 'muted colours', 'wide and calm', 'screen print', 'paper cut', 'fine grain'];
/** What is true of most pictures. */
const anything = [
  'a quiet scene',
  'simple shapes before the light',
  'a small thing in a wide space',
  'a view in layers',
];

/** Four prompts for a picture, each behind a keycap, apart by blank lines. Of the relay's own pictures it knows the words. */
export function describePicture(seed: number, picture: Uint8Array | undefined): string {
  const own = (picture && promptOfPrint(picture)?.split(/\s--/)[0]?.trim()) || null;
  const from = (words: readonly string[], name: string, n: number) =>
    words[(Math.floor(chance(seed, name) * words.length) + n) % words.length] ?? '';
  return [1, 2, 3, 4]
    .map((n) => `${n}\uFE0F\u20E3 ${own ?? from(anything, 'what', n)}, ${from(manners, 'how', n)} --ar 1:1`)
    .join('\n\n');
}

/** What Midjourney says about a prompt's weight, in Discord's markdown. */
export function shortenPrompt(prompt: string): string {
  const words = prompt.split(/\s+/).filter((word) => word !== '');
  const shorter = [1, 2, 3, 4, 5].map((n) => {
    const kept = words.slice(0, Math.max(1, words.length - n));
    return `${n}\uFE0F\u20E3 ${kept.join(' ')}`;
  });
  const tokens = words.map((word, n) => (n % 3 === 2 ? `~~${word}~~` : `**${word}**`)).join(' ');
  return `## Important tokens\n${tokens}\n## Shortened prompts\n${shorter.join('\n\n')}`;
}

/** The text behind the n-th keycap of a describe or a shorten. */
export function lineOf(text: string, index: number): string {
  const line = text.split('\n').find((each) => each.startsWith(`${index}\uFE0F\u20E3`));
  return line?.slice(4).trim() ?? '';
}
