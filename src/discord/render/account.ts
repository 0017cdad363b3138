import { ButtonStyle, ComponentType } from 'discord.js';
import type { Limit } from '../../domain/credits/account.ts';
import type { PriceList } from '../../domain/credits/price.ts';
import type { Window } from '../../domain/credits/window.ts';
import { isNothing } from '../../domain/policy/plan.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { settingsId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { myDataButton } from './my-data.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** What a member has used and may use here. Amounts are credits. */
export type Standing = {
  readonly used: Readonly<Record<Window, number>>;
  /** How much of what is used is set aside for open jobs. */
  readonly held: number;
  readonly limit: Limit;
  /** When new credits come, Unix ms. */
  readonly until: Readonly<Record<Window, number>>;
  readonly prices: PriceList;
};

/** What a member has used, what they have left and until when, and what things cost. */
export function renderAccount({ used, held, limit, until, prices }: Standing, words: Catalogue): EphemeralReply {
  const { account } = words;
  const line = (window: Window) => {
    const most = limit[window];
    const told =
      most === null
        ? account.used(Math.max(0, used[window]))
        : account.left(Math.max(0, most - used[window]), most, until[window]);
    return `**${account.spans[window]}** · ${told}`;
  };
  const lines = isNothing(limit) ? [account.nothing] : [line('day'), line('month')];
  const turbo = prices.speed.turbo === 100 ? [] : [account.turbo(prices.speed.turbo)];
  const embed = {
    title: account.title,
    description: [...lines, ...(held > 0 ? [account.held(held)] : [])].join('\n'),
    color: palette.working,
    fields: [{ name: account.pricesTitle, value: [account.prices(prices.of), ...turbo].join('\n') }],
  };
  const settings = {
    type: ComponentType.Button as const,
    custom_id: settingsId.encode('open', 'all'),
    label: plain(account.settings, 80),
    style: ButtonStyle.Secondary as const,
  };
  return renderReply('', {
    embeds: [embed],
    components: [{ type: ComponentType.ActionRow, components: [settings, myDataButton(words)] }],
  });
}
