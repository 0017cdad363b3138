import { freePort } from '../emulator/free-port.ts';

/** One number that was told: its name with its labels, as Prometheus writes them. */
export type Series = ReadonlyMap<string, number>;

/** Where a bot of a test tells its metrics, and what it tells. */
export async function metricsAddress() {
  const address = `127.0.0.1:${await freePort()}`;
  const text = async () => (await fetch(`http://${address}/metrics`)).text();
  return { address, text, series: async () => seriesIn(await text()) };
}

/** The numbers in what a scrape answers. */
export function seriesIn(text: string): Series {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}
