/** The file that shows what a result was made from. It is none of the result's own pictures. */
export const SOURCE_FILE = 'made-from.webp';

/** Whether an address in a message is that of such a file. */
export function isSourceFile(url: string): boolean {
  return URL.parse(url)?.pathname.endsWith(`/${SOURCE_FILE}`) ?? false;
}
