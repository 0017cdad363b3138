/** Sharp, once it is loaded. */
const loaded = new Set<typeof import('sharp').default>();

/**
 * Loads sharp with the first picture and not at the start of the program, which would wait a tenth of a second for it.
 */
export async function loadSharp() {
  const { default: sharp } = await import('sharp');
  loaded.add(sharp);
  return sharp;
}

/** Whether a picture is being read, drawn or re-encoded now, which nothing can interrupt. */
export function isEncoding(): boolean {
  return [...loaded].some((sharp) => sharp.counters().queue + sharp.counters().process > 0);
}
