/**
 * Loads sharp with the first picture and not at the start of the program, which would wait a tenth of a second for it.
 */
export async function loadSharp() {
  const { default: sharp } = await import('sharp');
  return sharp;
}
