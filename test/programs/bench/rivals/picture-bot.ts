import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  Client,
  EmbedBuilder,
  Events,
} from 'discord.js';
import { imagineCommand } from './imagine-command.ts';
import type { createLedger } from './ledger.ts';

/**
 * With NAIVE_SILENT it shows only the end; with NAIVE_LINKS the relay's address of the picture instead of a copy. NAIVE_REQUESTS is how
 * much discord.js may ask of Discord in a second: 50 as it comes, and so much here that it is never held up.
 */
const { DISCORD_API_URL = '', DISCORD_TOKEN, NAIVE_SILENT, NAIVE_LINKS, NAIVE_REQUESTS = '1000000' } = process.env;

export type Task = {
  id: string;
  status: string;
  progress: string;
  imageUrl: string;
  failReason: string;
  buttons: { customId: string; label: string; emoji: string; style: number }[] | null;
};

/** What bots do each in their own way. */
type Ways = {
  /** Resolves with the id of the task as the result. */
  readonly submit: (path: string, body: object) => Promise<{ readonly result: string }>;
  /** Resolves with a task as it is when the relay is asked next. */
  readonly look: (taskId: string) => Promise<Task>;
  /** The progress that is not worth an edit. */
  readonly unsaid: string;
  /** Where it writes down what it does, if it does. */
  readonly ledger: ReturnType<typeof createLedger> | null;
};

type Gesture = ChatInputCommandInteraction | ButtonInteraction;

function rowsOf({ buttons }: Task): ActionRowBuilder<ButtonBuilder>[] {
  const all = (buttons ?? []).map(({ customId, label, emoji, style }) => {
    const button = new ButtonBuilder().setCustomId(customId).setStyle(style);
    if (label) button.setLabel(label);
    if (emoji) button.setEmoji(emoji);
    return button;
  });
  const rows: ActionRowBuilder<ButtonBuilder>[] = [];
  for (let n = 0; n < all.length; n += 5) {
    rows.push(new ActionRowBuilder<ButtonBuilder>().addComponents(all.slice(n, n + 5)));
  }
  return rows;
}

async function copy(url: string): Promise<AttachmentBuilder> {
  const picture = await fetch(url);
  return new AttachmentBuilder(Buffer.from(await picture.arrayBuffer()), { name: 'picture.webp' });
}

/** Defers, submits, shows how the task gets on, then its picture and the buttons that lead on from it. */
export async function runPictureBot({ submit, look, unsaid, ledger }: Ways): Promise<void> {
  /** The task whose picture and buttons a message shows, by the message's id. */
  const tasks = new Map<string, string>();

  async function imagine(interaction: ChatInputCommandInteraction): Promise<void> {
    await defer(interaction);
    const prompt = interaction.options.getString('prompt', true);
    await develop(interaction, '/mj/submit/imagine', { prompt, base64Array: [] }, 'Imagine', prompt);
  }

  async function press(interaction: ButtonInteraction): Promise<void> {
    await defer(interaction);
    const taskId = tasks.get(interaction.message.id);
    if (!taskId) {
      await interaction.editReply('This button is dead.');
      return;
    }
    const { customId, message } = interaction;
    const prompt = message.embeds[0]?.description ?? '';
    await develop(interaction, '/mj/submit/action', { taskId, customId }, 'Again', prompt);
  }

  async function defer(interaction: Gesture): Promise<void> {
    await ledger?.begin(interaction.id, interaction.user.id);
    await interaction.deferReply();
    await ledger?.show(interaction.id);
  }

  /** Until the task is done and shown. */
  async function develop(
    interaction: Gesture,
    path: string,
    body: object,
    title: string,
    prompt: string,
  ): Promise<void> {
    const { id, user, channelId } = interaction;
    await ledger?.submit(id);
    const { result: taskId } = await submit(path, body);
    await ledger?.follow(id, taskId);
    const embed = new EmbedBuilder()
      .setAuthor({ name: `${user.displayName} · ${title}` })
      .setDescription(`${prompt}\n\nby <@${user.id}>`);
    let shown = unsaid;
    for (;;) {
      const task = await look(taskId);
      if (task.status === 'FAILURE') {
        await interaction.editReply({ content: task.failReason, embeds: [] });
        return;
      }
      if (task.status === 'SUCCESS') {
        await ledger?.finish(id, user.id);
        const files = NAIVE_LINKS ? [] : [await copy(task.imageUrl)];
        embed.setImage(NAIVE_LINKS ? task.imageUrl : 'attachment://picture.webp').setFooter(null);
        const message = await interaction.editReply({ embeds: [embed], files, components: rowsOf(task) });
        await ledger?.settle(id, user.id, channelId, taskId);
        tasks.set(message.id, taskId);
        return;
      }
      if (!NAIVE_SILENT && task.progress !== shown) {
        shown = task.progress;
        await interaction.editReply({ embeds: [embed.setFooter({ text: shown }).setImage(task.imageUrl || null)] });
      }
    }
  }

  const client = new Client({
    intents: [],
    rest: { api: DISCORD_API_URL, globalRequestsPerSecond: Number(NAIVE_REQUESTS) },
  });

  client.once(Events.ClientReady, async ({ application }) => {
    await application.commands.set([imagineCommand]);
  });

  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isChatInputCommand()) await imagine(interaction);
    else if (interaction.isButton()) await press(interaction);
  });

  await client.login(DISCORD_TOKEN);
}
