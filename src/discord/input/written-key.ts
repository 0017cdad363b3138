/** What people copy along with a key: white space, invisible characters and quotes. */
const AROUND = /[\s\u200b-\u200d\u2060"'`“”„‘’«»]/;
const KEY = /^[\x21-\x7e]{8,512}$/;

/** The key in what a manager has written, without what was copied along with it; null when it can be none. */
export function keyIn(written: string): string | null {
  const key = bare(bare(written).replace(/^bearer(?=\s)/i, ''));
  return KEY.test(key) ? key : null;
}

function bare(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.test(text.charAt(from))) from += 1;
  while (to > from && AROUND.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
