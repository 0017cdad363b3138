import { refuse } from '../api-error.ts';
import type { NextId } from '../snowflake.ts';
import { type CommandForm, commandListSchema, commandSchema } from '../validate/commands.ts';
import { parseForm } from '../validate/form.ts';
import { type Call, type Route, roomy } from './route.ts';

/** A command as Discord keeps it. */
export type Command = Omit<CommandForm, 'id'> & { readonly id: string; readonly version: string };

const path = '/applications/:application/commands';
const ofGuild = '/applications/:application/guilds/:guild/commands';

/** Global application commands, and those of single servers, of which only what a doctor asks for. https://discord.com/developers/docs/interactions/application-commands */
export function createCommands({ nextId, applicationId }: { nextId: NextId; applicationId: string }) {
  const commands: Command[] = [];
  const guildCommands = new Map<string, { id: string; name: string; type: number }[]>();

  const keep = (form: CommandForm, id?: string): Command => {
    const at = commands.findIndex((one) => one.id === id || (one.name === form.name && one.type === form.type));
    const command: Command = { ...form, id: commands[at]?.id ?? nextId(), version: nextId() };
    if (at < 0) commands.push(command);
    else commands[at] = command;
    return command;
  };
  const own = ({ param }: Call): void => {
    if (param('application') !== applicationId) throw refuse.unknownApplication();
  };
  const find = (call: Call): Command => {
    own(call);
    const command = commands.find(({ id }) => id === call.param('command'));
    if (!command) throw refuse.unknownCommand();
    return command;
  };
  const wire = (command: Command) => ({
    ...command,
    application_id: applicationId,
    default_member_permissions: command.default_member_permissions ?? null,
    contexts: command.contexts ?? null,
    dm_permission: command.dm_permission ?? true,
  });

  const base = { auth: 'bot', bucket: roomy } as const;
  const routes: Route[] = [
    {
      ...base,
      method: 'GET',
      path,
      handle(call) {
        own(call);
        return { status: 200, body: commands.map(wire) };
      },
    },
    {
      ...base,
      method: 'PUT',
      path,
      handle(call) {
        own(call);
        const forms = parseForm(commandListSchema, call.json);
        const before = [...commands];
        commands.length = 0;
        for (const form of forms) {
          const there = before.find(({ name, type }) => name === form.name && type === form.type);
          commands.push({ ...form, id: there?.id ?? nextId(), version: nextId() });
        }
        return { status: 200, body: commands.map(wire) };
      },
    },
    {
      ...base,
      method: 'POST',
      path,
      handle(call) {
        own(call);
        const count = commands.length;
        const command = keep(parseForm(commandSchema, call.json));
        return { status: commands.length > count ? 201 : 200, body: wire(command) };
      },
    },
    { ...base, method: 'GET', path: `${path}/:command`, handle: (call) => ({ status: 200, body: wire(find(call)) }) },
    {
      ...base,
      method: 'PATCH',
      path: `${path}/:command`,
      handle(call) {
        const command = find(call);
        const change = typeof call.json === 'object' ? call.json : {};
        return { status: 200, body: wire(keep(parseForm(commandSchema, { ...command, ...change }), command.id)) };
      },
    },
    {
      ...base,
      method: 'DELETE',
      path: `${path}/:command`,
      handle(call) {
        commands.splice(commands.indexOf(find(call)), 1);
        return { status: 204 };
      },
    },
    {
      ...base,
      method: 'GET',
      path: ofGuild,
      handle(call) {
        own(call);
        return { status: 200, body: guildCommands.get(call.param('guild')) ?? [] };
      },
    },
    {
      ...base,
      method: 'DELETE',
      path: `${ofGuild}/:command`,
      handle(call) {
        own(call);
        const there = guildCommands.get(call.param('guild')) ?? [];
        const at = there.findIndex(({ id }) => id === call.param('command'));
        if (at < 0) throw refuse.unknownCommand();
        there.splice(at, 1);
        return { status: 204 };
      },
    },
  ];

  return { commands, guildCommands, routes };
}
