import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { From } from 'dockerfile-ast/lib/instructions/from.js';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '../..');

/** One line of the Dockerfile. `words` are its arguments, without flags. */
export type Instruction = {
  readonly keyword: string;
  readonly words: readonly string[];
  /** Such as `--from=packages`. */
  readonly flags: readonly string[];
  /** All of it after the keyword and its flags. */
  readonly text: string;
  /** The number of the stage in which it stands. */
  readonly stage: number;
};

/** The instructions of our Dockerfile, in their order. */
export function readDockerfile(): readonly Instruction[] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  let stage = -1;
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => {
      if (instruction instanceof From) stage += 1;
      const words = instruction.getArguments().map((argument) => argument.getValue());
      const raw = instruction.toString().slice(instruction.getKeyword().length).trim();
      const flags = /^(?:--\S+\s+)*/.exec(raw)?.[0] ?? '';
      const more = { flags: flags.trim().split(/\s+/), text: raw.slice(flags.length) };
      return { keyword: instruction.getKeyword(), words, ...more, stage };
    });
}

/** What a COPY takes from this folder, and to where; nothing for one that takes from another stage. */
export function copied({ keyword, flags, text }: Instruction): readonly (readonly [from: string, to: string])[] {
  if (keyword !== 'COPY' || flags.some((flag) => flag.startsWith('--from='))) return [];
  const paths = text.split(/\s+/);
  const to = paths.at(-1) ?? '';
  return paths.slice(0, -1).map((from) => [from, to.endsWith('/') ? `${to}${from}` : to]);
}
