import { DiscordAPIError } from 'discord.js';
import { SetupError } from '../../domain/failures/errors.ts';

/** Discord does not take the bot's token, or not any more. */
export function tokenRefused(cause?: unknown): SetupError {
  return new SetupError(
    'Discord refused DISCORD_TOKEN: copy the token again from the Bot page of your application, or reset it there.',
    { needsPerson: true, cause },
  );
}

/** Whether an error of a request or a login says that. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof Error && 'code' in error && error.code === 'TokenInvalid';
}
