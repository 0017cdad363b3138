import { freePort } from '../../emulator/free-port.ts';
import { compareWithItself } from './against-itself.ts';
import { rivals } from './rivals/rivals.ts';
import type { Row } from './row.ts';
import type { Size } from './size.ts';

/** What it costs to measure: Darkroom with METRICS, which is asked once in a round, against Darkroom without. */
export async function measureMeasuring(size: Size, profile?: string): Promise<Row[]> {
  const address = `127.0.0.1:${await freePort()}`;
  const row = await compareWithItself(size, {
    measure: 'processor per job with metrics',
    different: { env: { METRICS: address }, profile },
    usual: rivals.unmeasured,
    meanwhile: async () => (await fetch(`http://${address}/metrics`)).arrayBuffer(),
  });
  return [row];
}
