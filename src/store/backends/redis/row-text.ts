/** What a row says of its end: Unix ms, or a dash when it never ends. The scripts know this pattern, too. */
const HEAD = /^(-?\d+|-) /;

/** A row as Redis keeps it: when it ends, and its text. Redis itself is never told an end, because it would go by its own clock. */
export function encodeRow(text: string, expires: number | undefined): string {
  return `${expires ?? '-'} ${text}`;
}

/** The text in a row, and when it ends in Unix ms, null for never. What somebody else has written never ends. */
export function decodeRow(row: string): { readonly value: string; readonly expires: number | null } {
  const [head = '', end] = HEAD.exec(row) ?? [];
  const expires = end === undefined || end === '-' ? null : Number(end);
  return { value: row.slice(head.length), expires };
}

/** Where a row stands in the index of its kind, which is sorted by ends. */
export function scoreOf(expires: number | undefined): string {
  return expires === undefined ? '+inf' : String(expires);
}

/** A time as Redis reads it: `past` may be endlessly long ago. */
export function timeOf(past: number): string {
  return Number.isFinite(past) ? String(past) : past > 0 ? '+inf' : '-inf';
}
