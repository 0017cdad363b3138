const epoch = 1_420_070_400_000n;

/** Makes Discord ids: 42 bits of milliseconds since 2015, then a counter. Strictly growing. https://discord.com/developers/docs/reference#snowflakes */
export function createSnowflakes() {
  let last = 0n;
  return (): string => {
    const now = (BigInt(Date.now()) - epoch) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  };
}

export type NextId = ReturnType<typeof createSnowflakes>;
