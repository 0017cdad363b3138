import type { Interaction } from 'discord.js';
import { UserError } from '../../domain/failures/errors.ts';
import type { Log, Store } from '../../domain/ports.ts';
import type { Engine } from '../../jobs/engine.ts';
import { speak } from '../../text/locale.ts';
import { createRecent } from '../board/recent.ts';
import type { Context } from '../handler.ts';
import { isTrusted } from '../input/trust.ts';
import type { BatchCreator } from '../jobs/create-batch.ts';
import type { JobCreator } from '../jobs/create-job.ts';
import type { Gesture } from '../jobs/gesture.ts';
import { renderRefusal } from '../render/reply.ts';
import { createResponder, type Responder } from '../responder.ts';
import type { Rests } from '../rest/clients.ts';
import { isDiscordsFault, troubleOf } from '../rest/errors.ts';
import { type Access, isAllowed, turnedAway } from './access.ts';
import type { Handlers } from './load-handlers.ts';

export type RouterParts = {
  readonly handlers: Handlers;
  readonly jobCreator: JobCreator;
  readonly batchCreator: BatchCreator;
  readonly engine: Engine;
  readonly presenter: Context['presenter'];
  readonly offered: Context['offered'];
  readonly pictures: Context['pictures'];
  readonly task: Context['task'];
  readonly found: Context['found'];
  readonly seed: Context['seed'];
  readonly store: Store;
  readonly rests: Pick<Rests, 'answers' | 'tokens'>;
  readonly access: Access;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/** Interactions remembered, so that one that Discord delivers twice after a lost connection is answered once. */
const SEEN = 2_000;

/** Brings each interaction to its handler. The one catch of everything that may go wrong in between; never throws. */
export function createRouter(parts: RouterParts): (interaction: Interaction) => Promise<void> {
  const { handlers, jobCreator, batchCreator, engine, store, rests, access, log, stop } = parts;
  const { presenter, offered, pictures, task, found, seed } = parts;

  const seen = createRecent(SEEN);

  function contextOf(interaction: Interaction, responder: Responder): Context {
    const words = speak(interaction.locale);
    /** Shown to whom the member always wants it, unless they said otherwise this time. */
    const chosen = async (gesture: Gesture): Promise<Gesture> => ({
      ...gesture,
      private: gesture.private ?? (await store.members.settings(interaction.user.id)).private,
    });
    return {
      words,
      responder,
      store,
      engine,
      presenter,
      offered,
      pictures,
      task,
      found,
      seed,
      begin: async (gesture) => jobCreator.begin(interaction, await chosen(gesture), responder, words),
      async beginAll(gestures, opening) {
        await batchCreator.begin(interaction, await Promise.all(gestures.map(chosen)), responder, words, opening);
      },
      async beginTogether(gestures) {
        return batchCreator.beginTogether(interaction, await Promise.all(gestures.map(chosen)), responder);
      },
      retry: (jobId) => jobCreator.retry(interaction, jobId, responder, words),
      showAgain: (jobId, place, again) => jobCreator.showAgain(interaction, jobId, place, responder, again),
      mail: (jobId, copies) => jobCreator.mail(interaction, jobId, copies),
      renew: (jobId) => engine.renew(jobId, responder.reply),
      answerWindow: (jobId, text) => jobCreator.answerWindow(jobId, text, responder, words),
    };
  }

  async function route(interaction: Interaction, context: Context): Promise<void> {
    const { responder, words } = context;
    if (interaction.isAutocomplete()) {
      const complete = handlers.command(interaction.commandName)?.complete;
      const allowed = isAllowed(interaction, access);
      return responder.suggest(complete && allowed ? await complete(interaction, context) : []);
    }
    const free = interaction.isButton() && handlers.button(interaction.customId)?.free === true;
    if (!free && !isAllowed(interaction, access)) return responder.tell(await turnedAway(interaction, words, context));
    if (interaction.isChatInputCommand()) {
      const command = handlers.command(interaction.commandName);
      return command ? command.execute(interaction, context) : responder.tell(words.replies.commandUnknown);
    }
    if (interaction.isMessageContextMenuCommand()) {
      const menu = handlers.menu(interaction.commandName);
      return menu ? menu.use(interaction, context) : responder.tell(words.replies.commandUnknown);
    }
    if (interaction.isMessageComponent() && !isTrusted(interaction)) return responder.tell(words.replies.buttonUnknown);
    if (interaction.isStringSelectMenu()) {
      const select = handlers.select(interaction.customId);
      return select ? select.choose(interaction, context) : responder.tell(words.replies.buttonUnknown);
    }
    if (interaction.isButton()) {
      const button = handlers.button(interaction.customId);
      return button ? button.press(interaction, context) : responder.tell(words.replies.buttonUnknown);
    }
    if (interaction.isModalSubmit()) {
      const modal = handlers.modal(interaction.customId);
      return modal ? modal.submit(interaction, context) : responder.tell(words.replies.buttonUnknown);
    }
    return responder.tell(words.replies.commandUnknown);
  }

  async function apologise(error: unknown, interaction: Interaction, { responder, words }: Context): Promise<void> {
    if (interaction.isAutocomplete()) {
      log.warn({ interaction: interaction.id, error }, 'a suggestion failed');
      return;
    }
    if (stop.aborted) {
      log.warn({ interaction: interaction.id }, 'an interaction was cut short because the bot stops');
      return;
    }
    if (error instanceof UserError) return responder.tell(renderRefusal(error.reason, interaction.id, words));
    if (isDiscordsFault(error)) {
      log.warn({ interaction: interaction.id, trouble: troubleOf(error) }, 'Discord did not take an answer');
      return;
    }
    log.error({ interaction: interaction.id, error }, 'an interaction failed');
    await responder.tell(words.replies.bug(interaction.id));
  }

  return async (interaction) => {
    if (seen.has(interaction.id)) return;
    seen.add(interaction.id);
    const context = contextOf(interaction, createResponder(interaction, rests, stop));
    try {
      await route(interaction, context);
    } catch (error) {
      try {
        await apologise(error, interaction, context);
      } catch (silence) {
        log.warn({ interaction: interaction.id, trouble: troubleOf(silence) }, 'a member could not be answered');
      }
    }
  };
}
