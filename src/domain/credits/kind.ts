/** The kinds of gestures that have a price, in the order in which accounts count them. */
export const kinds = ['image', 'upscale', 'upscaleHd', 'text', 'video'] as const;

/** What a gesture is paid for as. */
export type Kind = (typeof kinds)[number];
