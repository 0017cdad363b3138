import { Writable } from 'node:stream';

/** Keeps what bots log, for a look after the fact. */
export function captureLogs() {
  const lines: string[] = [];
  return {
    lines,
    stream: new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(...chunk.toString().split('\n').filter(Boolean));
        done();
      },
    }),
    /** Lines that tell of a fault of ours. What the people who run the bot have to mend is none. */
    faults: () => lines.filter((line) => /"level":("error"|50)/.test(line) && !line.includes('"alert":')),
  };
}
