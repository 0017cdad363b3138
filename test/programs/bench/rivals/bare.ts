import { ApplicationCommandOptionType, Client, EmbedBuilder, Events } from 'discord.js';

/** The least a discord.js bot can do: it answers /imagine with an embed, and nothing else ever happens. */
const client = new Client({ intents: [], rest: { api: process.env.DISCORD_API_URL ?? '' } });

client.once(Events.ClientReady, async ({ application }) => {
  await application.commands.set([
    {
      name: 'imagine',
      description: 'Words to pictures',
      options: [
        { type: ApplicationCommandOptionType.String, name: 'prompt', description: 'What to draw', required: true },
      ],
    },
  ]);
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  const prompt = interaction.options.getString('prompt', true);
  const embed = new EmbedBuilder()
    .setAuthor({ name: `${interaction.user.displayName} · Imagine` })
    .setDescription(`${prompt}\n\nWaiting…\n\nby <@${interaction.user.id}>`)
    .setColor(0x80_80_80);
  await interaction.reply({ embeds: [embed], allowedMentions: { parse: [] }, withResponse: true });
});

await client.login(process.env.DISCORD_TOKEN);
