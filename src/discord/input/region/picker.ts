import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { MaskPreview } from '../../../domain/pictures/media.ts';
import { areas, cellName, cellsIn, cellsOf } from '../../../domain/pictures/region.ts';
import type { Catalogue } from '../../../text/catalogue.ts';
import { ALT_MAX, plain } from '../../render/escape.ts';
import { embeddable } from '../../render/link.ts';
import { palette } from '../../render/palette.ts';
import { type EphemeralReply, renderReply } from '../../render/reply.ts';
import { encodeState, type RegionState, type RegionVerb } from './state.ts';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * The picker: the picture with the chosen part made visible, a menu of cells, buttons for areas, and a button that goes on. Its
 * message needs `view.data` as an attachment. `sourceUrl`: where the picture was found, null where that is known of its job.
 */
export function renderPicker(
  state: RegionState,
  view: MaskPreview,
  sourceUrl: string | null,
  paintedUrl: string | null,
  words: Catalogue,
): EphemeralReply {
  const { region } = words;
  const names = state.cells.map((cell) => cellName(cell, state.grid));
  const nothing = names.length === 0 && !state.painted;
  const chosen = state.painted ? region.painted(view.share) : region.chosen(names, view.share);
  const picture = sourceUrl === null ? null : embeddable(sourceUrl);
  const thumbnail = paintedUrl === null ? null : embeddable(paintedUrl);
  const alt = plain(state.painted ? region.paintedAlt(view.share) : region.alt(names.join(', ')), ALT_MAX);
  const embed: APIEmbed = {
    title: region.title,
    // The next press reads the picture's address from here (`pictureSources`).
    ...(picture !== null && { url: picture }),
    description: `${nothing ? region.nothingChosen : chosen}\n\n${region.how}`,
    color: nothing ? palette.asking : palette.working,
    image: { url: `attachment://${view.name}`, description: alt },
    ...(state.painted &&
      thumbnail !== null && { thumbnail: { url: thumbnail, description: plain(region.paintLabel, ALT_MAX) } }),
  };
  return renderReply('', {
    embeds: [embed],
    components: rows(state, nothing, words),
    attachments: [{ id: '0', filename: view.name, description: alt }],
  });
}

function rows(state: RegionState, nothing: boolean, { region }: Catalogue): Row[] {
  const { grid, cells } = state;
  const chosen = new Set(cells);
  const all = cellsOf(grid);
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: encodeState(state, 'cells' satisfies RegionVerb),
    placeholder: plain(region.menu(all.length), 150),
    min_values: 0,
    max_values: all.length,
    options: all.map((cell) => ({ label: cellName(cell, grid), value: String(cell), default: chosen.has(cell) })),
  };
  // As in Midjourney’s own settings, what is chosen is green.
  const areaButtons = areas.map((area) => {
    const whole = cellsIn(area, grid).every((cell) => chosen.has(cell));
    return button(encodeState(state, area), region.areas[area], whole ? ButtonStyle.Success : ButtonStyle.Secondary);
  });
  const act = (verb: RegionVerb, label: string, style: Style, disabled = false) =>
    button(encodeState(state, verb), label, style, disabled);
  return [
    row(menu),
    row(...areaButtons.slice(0, 3)),
    row(...areaButtons.slice(3)),
    row(
      act('invert', region.invert, ButtonStyle.Secondary, nothing || state.painted),
      act('clear', region.clear, ButtonStyle.Secondary, nothing),
      act('paint', region.paint, ButtonStyle.Secondary),
      act('go', region.go, ButtonStyle.Primary, nothing),
    ),
  ];
}

type Style = ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success;

function button(customId: string, label: string, style: Style, disabled = false): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, label: plain(label, 80), style, disabled };
}

function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}
