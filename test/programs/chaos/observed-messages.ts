import type { Message, WireEvent } from '../../emulator/discord/types.ts';

/** Every message there ever was, deleted ones included. */
export type ObservedMessages = {
  readonly onEvent: (event: WireEvent) => void;
  all(): readonly Message[];
  /** Answers and further messages of an interaction, oldest first. */
  of(interactionId: string): readonly Message[];
};

/** The interaction that a message answers, or that the bot posted it for as itself. */
export function askerOf({ interactionId, askedBy }: Pick<Message, 'interactionId' | 'askedBy'>): string | null {
  return interactionId ?? askedBy;
}

export function observeMessages(): ObservedMessages {
  const all: Message[] = [];
  const byInteraction = new Map<string, Message[]>();
  return {
    onEvent(event) {
      if (event.kind !== 'posted') return;
      const { message } = event;
      all.push(message);
      const asker = askerOf(message);
      if (asker !== null) byInteraction.set(asker, [...(byInteraction.get(asker) ?? []), message]);
    },
    all: () => all,
    of: (interactionId) => byInteraction.get(interactionId) ?? [],
  };
}
