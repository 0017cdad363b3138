import type { Guild } from '../types.ts';
import { type Route, roomy } from './route.ts';

/** 1: a role (the server's id is everyone), 2: a member, 3: a channel (the server's id less one is all of them). */
export type Permission = { readonly id: string; readonly type: 1 | 2 | 3; readonly permission: boolean };

/**
 * Who may use which command, as managers set it under Integrations. Only what is set is told.
 * https://discord.com/developers/docs/interactions/application-commands#permissions
 */
export function createPermissions({
  applicationId,
  dispatch,
}: {
  applicationId: string;
  dispatch: (event: string, d: unknown, guildId: string) => void;
}) {
  /** By server, then by the id of a command or of the application. */
  const set = new Map<string, Map<string, readonly Permission[]>>();

  const wire = (guildId: string, id: string, permissions: readonly Permission[]) => ({
    id,
    application_id: applicationId,
    guild_id: guildId,
    permissions,
  });

  const routes: Route[] = [
    {
      auth: 'bot',
      bucket: roomy,
      method: 'GET',
      path: '/applications/:application/guilds/:guild/commands/permissions',
      handle({ param }) {
        const there = [...(set.get(param('guild')) ?? [])].filter(([, permissions]) => permissions.length > 0);
        return { status: 200, body: there.map(([id, permissions]) => wire(param('guild'), id, permissions)) };
      },
    },
  ];

  return {
    routes,
    /** Managers of a server change who may use a command, or the whole application where that is given. */
    permit(guild: Guild, id: string, permissions: readonly Permission[]): void {
      const there = set.get(guild.id) ?? new Map<string, readonly Permission[]>();
      set.set(guild.id, there.set(id, permissions));
      dispatch('APPLICATION_COMMAND_PERMISSIONS_UPDATE', wire(guild.id, id, permissions), guild.id);
    },
  };
}
