import { Session } from 'node:inspector';

/** Methods that go over a whole text. Those that take a regular expression go through its `exec`. */
const METHODS = ['includes', 'lastIndexOf', 'replaceAll', 'split', 'toLowerCase', 'toWellFormed'] as const;

/**
 * Counts what synchronous work of our code costs: how often its blocks run, as V8's coverage has it, and how many characters
 * regular expressions and the methods of texts go over (without backtracking). The sum is the same on every machine, however
 * busy it is; a unit takes 10 ns or less. Must be made before the code to be counted runs for the first time, because V8
 * compiles the counters in. Only for one count at a time.
 */
export function createWorkCounter() {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

  /** How often blocks have run since the last call. */
  function takeSteps(): number {
    let steps = 0;
    session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      const ours = result.filter(({ url }) => /\/(?:src|commands)\//.test(url));
      for (const { ranges } of ours.flatMap(({ functions }) => functions))
        for (const { count } of ranges) steps += count;
    });
    return steps;
  }

  /** The work of a function, whether it returns or throws. */
  return (work: () => unknown): number => {
    takeSteps();
    const characters = countCharacters(() => {
      try {
        work();
      } catch {
        // A refusal is an answer, too.
      }
    });
    return characters + takeSteps();
  };
}

function countCharacters(work: () => void): number {
  let characters = 0;
  const { exec } = RegExp.prototype;
  const { indexOf } = String.prototype;
  const originals = METHODS.map((name) => ({ name, method: String.prototype[name] }));
  try {
    RegExp.prototype.exec = function (this: RegExp, text: string) {
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const match = exec.call(this, text);
      const to = match ? match.index + match[0].length : this.sticky ? from : text.length;
      characters += 1 + to - from;
      return match;
    };
    String.prototype.indexOf = function (this: string, sought: string, from = 0) {
      const found = indexOf.call(this, sought, from);
      characters += 1 + (found < 0 ? this.length : found) - from;
      return found;
    };
    for (const { name, method } of originals) {
      Reflect.set(String.prototype, name, function (this: string, ...args: unknown[]): unknown {
        characters += this.length;
        return Reflect.apply(method, this, args);
      });
    }
    work();
  } finally {
    RegExp.prototype.exec = exec;
    String.prototype.indexOf = indexOf;
    for (const { name, method } of originals) Reflect.set(String.prototype, name, method);
  }
  return characters;
}
