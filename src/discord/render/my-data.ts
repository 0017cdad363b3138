import { type APIButtonComponentWithCustomId, ButtonStyle, ComponentType } from 'discord.js';
import type { Catalogue } from '../../text/catalogue.ts';
import { dataId } from './custom-ids.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** Tells a member what is kept of them, with buttons to have it and to erase it. */
export function renderMyData({ myData }: Catalogue, retentionDays: number): EphemeralReply {
  const embed = { title: myData.title, description: myData.kept(retentionDays), color: palette.working };
  return renderReply('', {
    embeds: [embed],
    components: [
      row(
        button(dataId.encode('export'), myData.exportIt, ButtonStyle.Secondary),
        button(dataId.encode('ask'), myData.eraseIt, ButtonStyle.Danger),
      ),
    ],
  });
}

/** Asks whether all of it shall be erased, and says what is kept all the same. */
export function renderErasureQuestion({ myData }: Catalogue): EphemeralReply {
  return renderReply(myData.ask, {
    components: [row(button(dataId.encode('erase'), myData.yes, ButtonStyle.Danger))],
  });
}

/** Everything that is kept of a member, as a file. `isComplete`: whether all of it is there. */
export function renderExport({ myData }: Catalogue, filename: string, isComplete: boolean): EphemeralReply {
  return renderReply(isComplete ? myData.exported : myData.cut, {
    attachments: [{ id: '0', filename, description: myData.file }],
  });
}

/** Opens what is kept of a member. */
export function myDataButton({ myData }: Catalogue): APIButtonComponentWithCustomId {
  return button(dataId.encode('open'), myData.open, ButtonStyle.Secondary);
}

function row(...components: APIButtonComponentWithCustomId[]) {
  return { type: ComponentType.ActionRow as const, components };
}

function button(
  custom_id: string,
  label: string,
  style: ButtonStyle.Secondary | ButtonStyle.Danger,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id, label, style };
}
