import { subscribe } from 'node:diagnostics_channel';
import { flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Question, Reading } from './reading.ts';

/** Preloaded into every bot that is measured, rival or not: answers its parent's questions. */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

const open = new Map<Socket, number>();
const ended = new Map<number, number>();

subscribe('net.client.socket', (message) => {
  const socket = typeof message === 'object' && message !== null && 'socket' in message ? message.socket : null;
  if (!(socket instanceof Socket)) return;
  socket.once('connect', () => open.set(socket, socket.remotePort ?? 0));
  socket.once('close', () => {
    const port = open.get(socket);
    if (port !== undefined) ended.set(port, (ended.get(port) ?? 0) + traffic(socket));
    open.delete(socket);
  });
});

function traffic({ bytesRead, bytesWritten }: Socket): number {
  return bytesRead + bytesWritten;
}

function read(): Reading {
  const bytes: Record<string, number> = Object.fromEntries(ended);
  for (const [socket, port] of open) bytes[port] = (bytes[port] ?? 0) + traffic(socket);
  const { user, system } = process.cpuUsage();
  const [loopDelayMs, loopLongestMs] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  delay.reset();
  return {
    cpuMs: (user + system) / 1000,
    loopDelayMs,
    loopLongestMs,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
    bytes,
  };
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const answers: Readonly<Record<Question, () => unknown>> = {
  read,
  heap,
  flush() {
    flushCompileCache();
    return true;
  },
};

process.on('message', (question: Question) => process.send?.(answers[question]()));
// A bench that is killed takes its bots along.
process.once('disconnect', () => process.exit());
process.channel?.unref();
