/** Colours of an embed's edge, as Discord's integers. */
export const palette = {
  waiting: 0x80848e,
  working: 0x5865f2,
  asking: 0xf0b232,
  done: 0x23a55a,
  failed: 0xda373c,
} as const;
