import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Account } from '../../domain/credits/account.ts';
import { type Kind, kinds } from '../../domain/credits/kind.ts';
import { type MemberUsage, totalOf } from '../../domain/credits/usage.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { usageId } from './custom-ids.ts';
import { plain } from './escape.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** The colours that the chart has for the kinds. */
const squares: Readonly<Record<Kind, string>> = {
  image: '🟦',
  upscale: '🟧',
  upscaleHd: '🟨',
  text: '🟩',
  video: '🟪',
};

/** Members on one page. */
export const PAGE = 15;
export const CHART = 'usage.png';

export type Usage = {
  /** Such as `2026-11`. */
  readonly month: string;
  /** The account of the whole server. */
  readonly server: Account;
  readonly members: readonly MemberUsage[];
  /** From 0. */
  readonly page: number;
};

/** What a server's members have used in a month, for its managers. The chart is attached as CHART when `hasChart`. */
export function renderUsage(
  { month, server, members, page }: Usage,
  hasChart: boolean,
  words: Catalogue,
): EphemeralReply {
  const { usage } = words;
  const total = totalOf(server);
  const pages = Math.max(1, Math.ceil(members.length / PAGE));
  const here = Math.min(Math.max(0, page), pages - 1);
  const shown = members.slice(here * PAGE, (here + 1) * PAGE);
  const ofKinds = kinds.flatMap((kind, index) => {
    const [credits, jobs] = server.kinds[index] ?? [0, 0];
    return jobs > 0 ? [`${squares[kind]} ${usage.ofKind(usage.kinds[kind], jobs, credits)}`] : [];
  });
  const highest = Math.max(0, ...server.credits);
  const lines =
    total.jobs === 0
      ? [usage.nothing]
      : [
          usage.total(total.jobs, total.credits),
          ...ofKinds,
          '',
          ...shown.map(({ memberId, jobs, credits }) => usage.member(`<@${memberId}>`, jobs, credits)),
          ...(pages > 1 ? [usage.page(here + 1, pages)] : []),
          ...(hasChart ? ['', usage.chart(highest)] : []),
        ];
  const embed = {
    title: usage.title(month),
    description: lines.join('\n'),
    color: palette.working,
    ...(hasChart && { image: { url: `attachment://${CHART}`, description: plain(usage.chart(highest), 1000) } }),
  };
  const button = (what: string, label: string, disabled: boolean): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    custom_id: usageId.encode(month, what),
    label,
    style: ButtonStyle.Secondary,
    disabled,
  });
  const buttons = [
    ...(pages > 1
      ? [button(String(here - 1), '◀', here === 0), button(String(here + 1), '▶', here === pages - 1)]
      : []),
    button('csv', 'CSV', total.jobs === 0),
  ];
  return renderReply('', {
    embeds: [embed],
    components: [{ type: ComponentType.ActionRow, components: buttons }],
    attachments: hasChart ? [{ id: '0', filename: CHART, description: plain(usage.chart(highest), 1000) }] : [],
  });
}
