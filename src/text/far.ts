/** Whether a place in line is so far back that it is told roughly: rounded down, to be said as "at least". */
export function isFar(ahead: number): boolean {
  return ahead >= 10;
}
