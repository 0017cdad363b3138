import type { Gesture, Made, OptionInput } from '../wire.ts';
import type { OpenForm } from './app.ts';
import type { Model } from './model.ts';
import { make, Refusal } from './server.ts';
import { words } from './words.ts';

type Bare<G> = G extends unknown ? Omit<G, 'as' | 'channelId'> : never;
export type Gestures = ReturnType<typeof createGestures>;

/** Makes gestures as the member of the moment, and follows each until the bot has answered or Discord gave up. */
export function createGestures(model: Model, onForm: (form: OpenForm) => void) {
  const mine = new Set<string>();

  function follow(id: string): void {
    const interaction = model.interactions.get(id);
    if (!interaction || !mine.has(id)) return;
    const { ms, failed, modal, did, channelId } = interaction;
    if (ms === null && !failed) return;
    mine.delete(id);
    const messageId = model.waited(id);
    const { noResponse, interactionFailed } = words();
    if (failed) model.say(did === 'slash' ? noResponse : interactionFailed, channelId, messageId);
    if (modal) onForm({ interactionId: id, modal });
  }
  model.listen((change) => {
    if (change.kind === 'interaction') follow(change.id);
  });

  async function gesture(what: Bare<Gesture>, source?: { messageId: string; customId: string }): Promise<Made | null> {
    try {
      const made = await make({ as: model.me.id, channelId: model.channel.id, ...what });
      const { interactionId } = made;
      if (interactionId !== null && what.kind !== 'complete') {
        mine.add(interactionId);
        if (source) model.wait(interactionId, source.messageId, source.customId);
        follow(interactionId);
      }
      return made;
    } catch (error) {
      if (what.kind !== 'complete') model.say(error instanceof Refusal ? error.message : words().gone);
      return null;
    }
  }

  return {
    say: (content: string) => gesture({ kind: 'say', content }),
    slash: (name: string, options: Readonly<Record<string, OptionInput>>) => gesture({ kind: 'slash', name, options }),
    complete: (name: string, options: Readonly<Record<string, OptionInput>>, focused: string) =>
      gesture({ kind: 'complete', name, options, focused }),
    press: (messageId: string, customId: string) =>
      gesture({ kind: 'press', messageId, customId }, { messageId, customId }),
    choose: (messageId: string, customId: string, values: readonly string[]) =>
      gesture({ kind: 'choose', messageId, customId, values }, { messageId, customId }),
    menu: (messageId: string, name: string) => gesture({ kind: 'menu', messageId, name }),
    submit: (interactionId: string, values: Extract<Gesture, { kind: 'submit' }>['values']) =>
      gesture({ kind: 'submit', interactionId, values }),
  };
}
