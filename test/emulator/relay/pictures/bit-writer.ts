/** Bits as H.264 writes them, the highest first. https://www.itu.int/rec/T-REC-H.264, clauses 7.2 and 9.1 */
export function createBitWriter() {
  const bytes: number[] = [];
  let count = 0;

  function bits(value: number, length: number): void {
    for (let at = length - 1; at >= 0; at--) {
      if (count % 8 === 0) bytes.push(0);
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) | (((value >>> at) & 1) << (7 - (count % 8)));
      count += 1;
    }
  }

  /** A number from 0 on, in fewer bits the smaller it is (Exp-Golomb, `ue(v)`). */
  function unsigned(value: number): void {
    const length = 32 - Math.clz32(value + 1);
    bits(0, length - 1);
    bits(value + 1, length);
  }

  return {
    bits,
    unsigned,
    /** A number of either sign (`se(v)`). */
    signed: (value: number) => unsigned(value > 0 ? 2 * value - 1 : -2 * value),
    /** Zeros up to the next whole byte. */
    align: () => bits(0, (8 - (count % 8)) % 8),
    /** The end of every unit: a one, and zeros up to the next whole byte. */
    end(): void {
      bits(1, 1);
      this.align();
    },
    take: (): Buffer => Buffer.from(bytes),
  };
}
