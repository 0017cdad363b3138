import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Reading } from './reading.ts';

/** Preloaded into every bot that is measured, rival or not: answers each message of its parent with a `Reading`. */
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

process.on('message', () => {
  globalThis.gc?.();
  const bytes: Record<string, number> = Object.fromEntries(ended);
  for (const [socket, port] of open) bytes[port] = (bytes[port] ?? 0) + traffic(socket);
  const { user, system } = process.cpuUsage();
  const reading: Reading = {
    cpuMs: (user + system) / 1000,
    loopDelayMs: delay.percentile(99) / 1e6,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    bytes,
  };
  delay.reset();
  process.send?.(reading);
});
// A bench that is killed takes its bots along.
process.once('disconnect', () => process.exit());
process.channel?.unref();
