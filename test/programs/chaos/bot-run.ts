import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Stall } from './stalls.ts';

const PROGRAM = fileURLToPath(new URL('bot.ts', import.meta.url));
const FAULT = /"level":"(error|fatal)"(?!.*"alert":)/;
const READY = /Darkroom \S+ is ready/;
const LEADS = /"this process leads( no longer)?"/;

const Stalled = z.object({ stall: z.object({ from: z.number(), to: z.number() }) });

/** Something that lasted, in Unix ms; `to` is infinite while it still does. */
export type Span = { readonly from: number; to: number };

/** One process, from its start to its end. Unix ms; `readyAt` is null until it is ready, `endedAt` while it runs. */
export type ProcessRun = {
  /** By which the emulators tell it from others. */
  readonly name: string;
  readonly startedAt: number;
  readyAt: number | null;
  endedAt: number | null;
  code: number | null;
  readonly faults: Fault[];
  /** When it did not get to run though it had something to do. */
  readonly stalls: Stall[];
  /** When it led. */
  readonly terms: Span[];
  /** When it was kept from running with SIGSTOP. */
  readonly frozen: Span[];
};

/** What a process said was wrong with itself, and when; Unix ms. */
export type Fault = { readonly at: number; readonly line: string };

export type Running = {
  readonly run: ProcessRun;
  /** Rejects when it ends before it is ready. */
  readonly ready: Promise<void>;
  /** Resolves when it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  freeze(): void;
  thaw(): void;
};

/** Starts the bot as a process of its own, and hands on what it says. */
export function runBot(name: string, env: Readonly<Record<string, string>>, onLine: (line: string) => void): Running {
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const run: ProcessRun = {
    name,
    startedAt: Date.now(),
    readyAt: null,
    endedAt: null,
    code: null,
    faults: [],
    stalls: [],
    terms: [],
    frozen: [],
  };
  const ready = Promise.withResolvers<void>();
  const newest: string[] = [];

  function note(line: string): void {
    newest.push(line);
    if (newest.length > 5) newest.shift();
    onLine(line);
  }
  function fail(line: string): void {
    run.faults.push({ at: Date.now(), line });
  }
  function hear(line: string): void {
    if (line.startsWith('{"stall"')) {
      run.stalls.push(Stalled.parse(JSON.parse(line)).stall);
      return;
    }
    note(line);
    if (FAULT.test(line)) fail(line);
    const [leads, noLonger] = LEADS.exec(line) ?? [];
    if (leads && !noLonger) begin(run.terms);
    else if (leads) close(run.terms);
    if (!READY.test(line)) return;
    run.readyAt = Date.now();
    ready.resolve();
  }

  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const all = (rest + text).split('\n');
    rest = all.pop() ?? '';
    for (const line of all) hear(line);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    note(text);
    fail(text);
  });
  child.once('close', (code) => {
    Object.assign(run, { endedAt: Date.now(), code });
    for (const spans of [run.terms, run.frozen]) close(spans);
    ready.reject(new Error(`the bot ended with code ${code}: ${newest.join('\n')}`));
  });
  ready.promise.catch(() => {});

  return {
    run,
    ready: ready.promise,
    end: (signal) => end(child, run, signal),
    freeze() {
      if (child.kill('SIGSTOP')) begin(run.frozen);
    },
    thaw() {
      child.kill('SIGCONT');
      close(run.frozen);
    },
  };
}

async function end(child: ChildProcess, run: ProcessRun, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (run.endedAt !== null) return;
  const over = once(child, 'close');
  child.kill(signal);
  await over;
}

function begin(spans: Span[]): void {
  spans.push({ from: Date.now(), to: Number.POSITIVE_INFINITY });
}

function close(spans: readonly Span[]): void {
  const last = spans.at(-1);
  if (last && last.to === Number.POSITIVE_INFINITY) last.to = Date.now();
}
