import type { BaseInteraction, Interaction } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { AlreadyAnswered, UserError } from '../../domain/failures/errors.ts';
import type { Request } from '../../domain/job/request.ts';
import type { Log } from '../../domain/ports/log.ts';
import { catalogueFor } from '../../text/locale.ts';
import type { Context, Services, Spends } from '../handler.ts';
import { isTrusted } from '../input/trust.ts';
import type { BatchCreator } from '../jobs/create-batch.ts';
import type { JobCreator } from '../jobs/create-job.ts';
import { explainRefusal } from '../render/reply.ts';
import { createResponder } from '../responder.ts';
import type { RestClients } from '../rest/clients.ts';
import { isContentRefusal, isDiscordsFault, troubleOf } from '../rest/errors.ts';
import { type AccessParts, accessOf, isAllowed, isInstalledHere, refusalOf } from './access.ts';
import type { AnswerClaims } from './answer-claims.ts';
import { commandDenial, componentDenial, earlyDenial, planDenial, tellDenial, unwritten } from './denials.ts';
import type { Handlers } from './load-handlers.ts';
import type { PermissionParts } from './permission.ts';

export type RouterParts = {
  readonly handlers: Handlers;
  readonly services: Services;
  readonly createJob: JobCreator;
  readonly createBatch: BatchCreator;
  readonly restClients: Pick<RestClients, 'answers' | 'tokens' | 'links'>;
  readonly access: AccessParts;
  readonly permission: PermissionParts;
  readonly answerClaims: Pick<AnswerClaims, 'take' | 'leave'>;
  readonly log: Log;
  readonly stop: AbortSignal;
};

/** How many interactions are remembered: Discord delivers some twice after a lost connection. */
const SEEN = 2_000;

/** Brings each interaction to its handler and catches everything that goes wrong on the way. Never throws. */
export function createRouter({
  handlers,
  services,
  createJob,
  createBatch,
  restClients,
  access: accessParts,
  permission,
  answerClaims,
  log,
  stop,
}: RouterParts): (interaction: Interaction) => Promise<void> {
  const seen = new LRUCache<string, true>({ max: SEEN });

  function contextOf(interaction: Interaction): Context {
    const words = catalogueFor(interaction.locale);
    const responder = createResponder(interaction, restClients, stop, words);
    const access = onceAsked(() => accessOf(interaction, accessParts));
    async function may(request: Request): Promise<boolean> {
      const denial = await services.engine.foresee(unwritten(interaction.id, request), await access());
      if (denial) await tellDenial(denial, interaction, { responder, words });
      return denial === null;
    }
    return {
      ...services,
      ...services.tasksSeenFrom(isInstalledHere(interaction) ? interaction.guildId : null),
      words,
      responder,
      access,
      may,
      async askFor(request, modal) {
        if (!request || (await may(request))) await responder.showModal(modal);
      },
      ...createJob(interaction, responder, words, access),
      ...createBatch(interaction, responder, words, access),
    };
  }

  /** Whether the rules of the server keep the member from using a component; then they are told. */
  async function isRefused<Used extends BaseInteraction>(
    interaction: Used,
    context: Context,
    spends: Spends<Used> | undefined,
  ): Promise<boolean> {
    const denial = await componentDenial(interaction, context, spends, permission);
    if (!denial) return false;
    await tellDenial(denial, interaction, context);
    return true;
  }

  async function route(interaction: Interaction, context: Context): Promise<void> {
    const { responder, words } = context;
    if (interaction.isAutocomplete()) {
      const command = handlers.command(interaction.commandName);
      if (!command?.complete || !isAllowed(interaction, accessParts.access)) return responder.suggest([]);
      const denial =
        (await commandDenial(interaction, context, command)) ??
        (command.spends ? await planDenial(interaction, context) : null);
      // A suggestion that is chosen is sent as the value: the command is refused in a whole sentence then.
      if (denial) return responder.suggest([{ name: words.policy.suggested(denial), value: '-' }]);
      return responder.suggest(await command.complete(interaction, context));
    }
    const free = interaction.isButton() && handlers.button(interaction.customId)?.free === true;
    if (!free && !isAllowed(interaction, accessParts.access))
      return responder.tell(await refusalOf(interaction, context));
    if (interaction.isChatInputCommand()) {
      const command = handlers.command(interaction.commandName);
      if (!command) return responder.tell(words.replies.commandUnknown);
      const denial = await commandDenial(interaction, context, command);
      return denial ? tellDenial(denial, interaction, context) : command.execute(interaction, context);
    }
    if (interaction.isMessageContextMenuCommand()) {
      const menu = handlers.menu(interaction.commandName);
      if (!menu) return responder.tell(words.replies.commandUnknown);
      const denial = await earlyDenial(interaction, context, menu.spends ?? false);
      return denial ? tellDenial(denial, interaction, context) : menu.use(interaction, context);
    }
    if (interaction.isMessageComponent() && !isTrusted(interaction)) return responder.tell(words.replies.buttonUnknown);
    if (interaction.isStringSelectMenu()) {
      const select = handlers.select(interaction.customId);
      if (!select) return responder.tell(words.replies.buttonUnknown);
      return (await isRefused(interaction, context, select.spends)) ? undefined : select.choose(interaction, context);
    }
    if (interaction.isButton()) {
      const button = handlers.button(interaction.customId);
      if (!button) return responder.tell(words.replies.buttonUnknown);
      const isRefusedHere = !button.free && (await isRefused(interaction, context, button.spends));
      return isRefusedHere ? undefined : button.press(interaction, context);
    }
    if (interaction.isModalSubmit()) {
      const modal = handlers.modal(interaction.customId);
      if (!modal) return responder.tell(words.replies.buttonUnknown);
      return (await isRefused(interaction, context, modal.spends)) ? undefined : modal.submit(interaction, context);
    }
    return responder.tell(words.replies.commandUnknown);
  }

  /** Logs what a handler threw, and tells the member as much of it as helps them. */
  async function tellFailure(error: unknown, interaction: Interaction, { responder, words }: Context): Promise<void> {
    if (error instanceof AlreadyAnswered) {
      log.info({ interaction: interaction.id }, 'another process has answered an interaction');
      return answerClaims.leave(interaction.id);
    }
    if (interaction.isAutocomplete()) {
      log.warn({ interaction: interaction.id, error }, 'a suggestion failed');
      return;
    }
    if (stop.aborted) {
      log.warn({ interaction: interaction.id }, 'an interaction was cut short because the bot stops');
      return;
    }
    if (error instanceof UserError) return responder.tell(explainRefusal(error.reason, interaction.id, words));
    if (isDiscordsFault(error) || isContentRefusal(troubleOf(error).meaning)) {
      log.warn({ interaction: interaction.id, trouble: troubleOf(error) }, 'Discord did not take an answer');
      return;
    }
    log.error({ interaction: interaction.id, error }, 'an interaction failed');
    await responder.tell(words.replies.bug(interaction.id));
  }

  return async (interaction) => {
    if (seen.has(interaction.id)) return;
    seen.set(interaction.id, true);
    const context = contextOf(interaction);
    if (!(await answerClaims.take(interaction.id, !interaction.isAutocomplete()))) return;
    try {
      await route(interaction, context);
    } catch (error) {
      try {
        await tellFailure(error, interaction, context);
      } catch (unanswered) {
        log.warn({ interaction: interaction.id, trouble: troubleOf(unanswered) }, 'a member could not be answered');
      }
    }
  };
}

/** Asks at the first call, and gives every later one the same answer. */
function onceAsked<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };
}
