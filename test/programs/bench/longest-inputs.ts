/** The longest text of an option and of a window with four inputs, in UTF-16 units. */
const [OPTION, WINDOW] = [6_000, 16_000];
/** The largest answers that are read, in bytes: one about a task, and a listing. */
const [ANSWER, LISTING] = [2 ** 20, 8 * 2 ** 20];

/** A text in which every word differs, so that it does not help to remember words. */
function distinctWords(start: string, length: number): string {
  const letters = (n: number) => n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
  const words = Array.from({ length: length / 4 }, (_, n) => ` ${start}${letters(n)}`).join('');
  return `fox {${','.repeat(39)}}${words}`.slice(0, length);
}

const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** What members can write that gives a reader of prompts the most to do, by what it is. */
export const prompts: Readonly<Record<string, { readonly option: string; readonly window: string }>> =
  Object.fromEntries(
    Object.entries({
      'a thousand misspelt flags': (length: number) => distinctWords('—styl', length),
      'a thousand unknown flags': (length: number) => distinctWords('--zq', length),
      'a thousand choices with flags in them': (length: number) => distinctWords('{a,b} —vers', length),
      'nothing but brackets': (length: number) => `fox ${repeated('{', length - 4)}`,
      'flags with open quotes': (length: number) => `fox ${repeated(' --no "', length - 4)}`,
      'one flag again and again': (length: number) => `fox ${repeated(' --ar 3:2', length - 4)}`,
      'one long word': (length: number) => repeated('狐', length),
    }).map(([name, make]) => [name, { option: make(OPTION), window: make(WINDOW) }]),
  );

const task = (status: string, fields: string) => `{"id":"1","status":"${status}",${fields}}`;
const words = (length: number) => JSON.stringify(repeated('a [b](https://c.d) **e** ~~f~~ 1️⃣ g\n', length));
/** So many of the same, with commas between them, as fit into so many bytes. */
const list = (item: string, length: number) =>
  Array(Math.floor(length / (item.length + 1)))
    .fill(item)
    .join();
const properties = Array.from({ length: 50_000 }, (_, n) => `"k${n}":{}`).join();

/** What a relay can say of a task, by what it is, about as long as it is read. */
export const answers: Readonly<Record<string, string>> = {
  'a prompt of 1 MB': task('SUCCESS', `"prompt":${words(ANSWER / 2)}`),
  'a reason of 1 MB': task('FAILURE', `"failReason":${words(ANSWER / 2)}`),
  'buttons of 1 MB': task('SUCCESS', `"buttons":[${list('{"customId":"MJ::a","label":"a"}', ANSWER)}]`),
  'a listing of nothing but addresses': task('SUCCESS', `"imageUrls":[${list('""', ANSWER)}]`),
  'properties with 50,000 names': task('SUCCESS', `"properties":{${properties},"finalPrompt":"a"}`),
};

/** What a relay can list, by what it is. */
export const listings: Readonly<Record<string, string>> = {
  'a listing of 8 MB in small rows': `[${list('{"id":"1","status":"SUCCESS"}', LISTING)}]`,
  'a listing of 8 MB in long rows': `[${list(`{"id":"1","prompt":${words(90_000)}}`, LISTING)}]`,
};
