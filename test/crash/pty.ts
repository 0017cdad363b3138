import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, vi } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A program at a terminal of its own, and somebody who types. */
export type Pty = {
  /** All that was shown since the last line that was waited for, without colours. */
  shown(): string;
  /** Waits until something is shown that was not there when this was last called. */
  sees(text: string | RegExp): Promise<void>;
  type(text: string): void;
  /** How it ended, and all that was ever shown. */
  readonly ended: Promise<{ readonly code: number | null; readonly all: string }>;
};

export const ENTER = '\r';
export const CONTROL_C = '\x03';
export const DOWN = '\x1b[B';

/**
 * Starts a program of ours at a terminal of 120 columns, by `script` of util-linux. (Without a size, clack draws one letter a
 * line.)
 */
export function openPty(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Pty {
  const words = [process.execPath, join(root, program), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 120 rows 40; exec ${words}`, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
    cwd: root,
  });
  let [all, seen] = ['', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  child.stderr.resume();
  onTestFinished(() => void child.kill('SIGKILL'));
  const plain = () => stripVTControlCharacters(all.slice(seen));
  return {
    shown: plain,
    async sees(text) {
      await vi.waitFor(() => expect(plain()).toMatch(text), { timeout: 20_000, interval: 30 });
      seen = all.length;
    },
    type: (text) => void child.stdin.write(text),
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, all: stripVTControlCharacters(all) }));
    }),
  };
}
