import { hash } from '../seeds.ts';
import type { Palette } from './palette.ts';
import { readPrompt } from './prompt.ts';

type Shape = (palette: Palette) => string;

/** Each stands on (0, 0) and is about one unit high. */
const shapes: readonly (readonly [RegExp, Shape])[] = [
  [
    /\b(fox|cat|wolf|dog|animal|kitten)/,
    ({
      accent,
      light,
    }) => `<path fill="${accent}" d="M-.3 0Q-.42-.45-.12-.62L-.2-.98-.02-.84Q.06-.87.14-.84L.32-.98.24-.6
      Q.4-.3.34 0Z"/><path fill="none" stroke="${accent}" stroke-width=".13" stroke-linecap="round" d="M.3-.07Q.75-.05.66-.5"/>
      <path fill="${light}" d="M-.06-.52Q.06-.4.18-.52Q.16-.2.06-.1Q-.04-.2-.06-.52Z"/>`,
  ],
  [
    /\b(lighthouse|tower|castle|house)/,
    ({
      accent,
      light,
    }) => `<path fill="${light}" d="M-.17 0L-.1-.76.1-.76.17 0Z"/><path fill="${accent}" d="M-.15-.2L-.13-.4.13-.4.15-.2Z
      M-.11-.6L-.1-.76.1-.76.11-.6ZM-.14-.76L0-1 .14-.76Z"/>`,
  ],
  [
    /\b(boat|ship|sail)/,
    ({
      accent,
      light,
    }) => `<path fill="${accent}" d="M-.5-.16H.5L.34 0H-.34Z"/><path fill="${light}" d="M-.02-.2V-1L-.42-.2Z
      M.04-.2V-.86L.4-.2Z"/>`,
  ],
  [
    /\b(flower|rose|tulip|garden|blossom)/,
    ({ accent, light, land }) => `<path fill="none" stroke="${land(0.7)}" stroke-width=".05" d="M0 0Q-.08-.3 0-.66"/>
      ${[0, 60, 120, 180, 240, 300].map((turn) => `<ellipse cx="0" cy="-.17" rx=".1" ry=".17" fill="${accent}" transform="translate(0 -.7)rotate(${turn})"/>`).join('')}
      <circle cx="0" cy="-.7" r=".09" fill="${light}"/>`,
  ],
  [
    /\b(balloon|sky|air|flight)/,
    ({
      accent,
      light,
      land,
    }) => `<g transform="translate(0 -.7)"><path fill="${accent}" d="M-.4-.5A.4.4 0 0 1 .4-.5Q.36-.2.1 0H-.1
      Q-.36-.2-.4-.5Z"/><path fill="${light}" opacity=".8" d="M-.13-.88Q-.2-.4-.05 0H.05Q.2-.4.13-.88Z"/>
      <rect x="-.09" y=".08" width=".18" height=".13" fill="${land(0.9)}"/></g>`,
  ],
  [
    /./,
    ({
      accent,
      land,
    }) => `<rect x="-.03" y="-.5" width=".06" height=".5" fill="${land(1)}"/><circle cx="0" cy="-.66" r=".3" fill="${accent}"/>
      <circle cx="-.2" cy="-.52" r=".18" fill="${accent}"/><circle cx=".2" cy="-.54" r=".2" fill="${accent}"/>`,
  ],
];

/** What the picture is of. A prompt that names nothing known always gets the same one. */
export function subject(prompt: string, palette: Palette): string {
  const { text } = readPrompt(prompt);
  const named =
    shapes.slice(0, -1).find(([words]) => words.test(text)) ?? shapes[hash('subject', text) % shapes.length];
  return named ? named[1](palette) : '';
}
