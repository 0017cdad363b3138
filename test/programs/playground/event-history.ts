import type { Discord } from '../../emulator/discord/server.ts';
import type { Interaction, Message, WireEvent } from '../../emulator/discord/types.ts';
import type { Hub } from './hub.ts';
import { viewInteraction, viewMessage } from './views.ts';

const INTERACTIONS_SHOWN = 150;

export type EventHistory = ReturnType<typeof createEventHistory>;

/** Remembers what happened in Discord, and tells it as it happens. */
export function createEventHistory(hub: Hub, discord: () => Discord) {
  const messages = new Map<string, Message>();
  const interactions = new Map<string, Interaction>();
  let violations = 0;

  const view = (message: Message) => viewMessage(message, interactions.get(message.interactionId ?? ''));

  function onEvent(event: WireEvent): void {
    switch (event.kind) {
      case 'posted':
      case 'edited':
        messages.set(event.message.id, event.message);
        hub.tell({ kind: 'message', message: view(event.message) });
        break;
      case 'deleted':
        messages.delete(event.message.id);
        hub.tell({ kind: 'gone', messageId: event.message.id });
        break;
      case 'interaction':
      case 'acknowledged':
        interactions.set(event.interaction.id, event.interaction);
        hub.tell({ kind: 'interaction', interaction: viewInteraction(event.interaction) });
        break;
      case 'request':
        if (event.entry.method === 'PUT' && event.entry.route.endsWith('/commands')) {
          hub.tell({ kind: 'commands', commands: discord().commands });
        }
    }
    const told = discord().violations;
    if (told.length === violations) return;
    violations = told.length;
    hub.tell({ kind: 'violations', violations: told });
  }

  const latest = () => [...interactions.values()].slice(-INTERACTIONS_SHOWN).map(viewInteraction);

  return {
    onEvent,
    message: (id: string) => messages.get(id),
    interaction: (id: string) => interactions.get(id),
    messages: () => [...messages.values()].map(view),
    interactions: latest,
    /** Tells everything about interactions again, as after their tokens died. */
    retell(): void {
      for (const interaction of latest()) hub.tell({ kind: 'interaction', interaction });
    },
  };
}
