import type { Waits } from '../condition-waits.ts';
import type { Choice, Interaction, Message, Modal } from './types.ts';

/** What a test holds after a gesture. The promises reject when the bot did not answer in time, or answered otherwise. */
export type Handle = {
  readonly id: string;
  readonly token: string;
  readonly interaction: Interaction;
  /** "The application did not respond": true once the deadline has passed without an acknowledgement. */
  readonly failed: boolean;
  acknowledged(): Promise<NonNullable<Interaction['acknowledged']>>;
  /** The message answering it, ephemeral or not, or posted instead; for a deferred answer, once it is filled in. */
  message(ms?: number): Promise<Message>;
  modal(): Promise<Modal>;
  choices(): Promise<readonly Choice[]>;
};

export function createHandle(interaction: Interaction, waits: Waits): Handle {
  const until = <T>(probe: () => T | null | undefined | false, what: string, ms = 10_000): Promise<T> =>
    waits.until(
      () => {
        if (interaction.failed) throw new Error(`interaction ${interaction.id} failed: no answer in time`);
        return probe();
      },
      ms,
      what,
    );
  const otherwise = (wanted: string): never => {
    throw new Error(
      `interaction ${interaction.id} was answered with type ${interaction.acknowledged?.type}, not ${wanted}`,
    );
  };

  return {
    id: interaction.id,
    token: interaction.token,
    interaction,
    get failed() {
      return interaction.failed;
    },
    acknowledged: () => until(() => interaction.acknowledged, 'an acknowledgement'),
    message: (ms) =>
      until(
        () => {
          const { acknowledged, original, posted } = interaction;
          if (acknowledged && !original) otherwise('a message');
          return posted ?? (original && !original.loading && original);
        },
        'a message',
        ms,
      ),
    modal: () => until(() => interaction.modal ?? (interaction.acknowledged && otherwise('a modal')), 'a modal'),
    choices: () => until(() => interaction.choices ?? (interaction.acknowledged && otherwise('choices')), 'choices'),
  };
}
