/** Something went otherwise than Darkroom promises. The message is one plain sentence for whoever runs the demo. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
}

/** Throws Deviation with this sentence unless it is true. */
export function check(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Deviation(otherwise);
}
