import type { Message, WireEvent } from '../../emulator/discord/types.ts';

/** Every message there ever was, deleted ones included. */
export type ObservedMessages = {
  readonly onEvent: (event: WireEvent) => void;
  all(): readonly Message[];
  /** Answers and further messages of an interaction, oldest first. */
  of(interactionId: string): readonly Message[];
};

export function observeMessages(): ObservedMessages {
  const all: Message[] = [];
  const byInteraction = new Map<string, Message[]>();
  return {
    onEvent(event) {
      if (event.kind !== 'posted') return;
      const { message } = event;
      all.push(message);
      if (message.interactionId === null) return;
      byInteraction.set(message.interactionId, [...(byInteraction.get(message.interactionId) ?? []), message]);
    },
    all: () => all,
    of: (interactionId) => byInteraction.get(interactionId) ?? [],
  };
}
