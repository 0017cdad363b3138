/** What members read around the commands that stand for buttons. */
export const shortcuts = {
  /** No result in this channel has such a button. `gesture` names it. */
  nothingFits: (gesture: string) =>
    `None of the newest pictures here offers ${gesture}. Name one with “of”: a message link or its task number, which ℹ️ shows.`,
  /** The picture that was named has no such button. */
  notOffered: (gesture: string) => `That picture does not offer ${gesture}. Choose one of the buttons below it.`,
};
