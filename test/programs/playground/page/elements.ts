import './avatars.ts';
import { DiscordAuthorInfo } from '@skyra/discord-components-core/discord-author-info.js';
import { DiscordEmbed } from '@skyra/discord-components-core/discord-embed.js';
import { DiscordMessage } from '@skyra/discord-components-core/discord-message.js';
import { DiscordMessages } from '@skyra/discord-components-core/discord-messages.js';
import '@skyra/discord-components-core/discord-embed-description.js';
import '@skyra/discord-components-core/discord-embed-footer.js';

/** The library draws an older Discord, with greys too faint to read; these rules bring it up to date. */
function restyle(element: { elementStyles: unknown[] }, rules: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  element.elementStyles.push(sheet);
}

const font = 'font-family: var(--font);';

restyle(DiscordMessages, `:host { background: none; border: 0; ${font} }`);
restyle(
  DiscordMessage,
  `:host { color: var(--text); ${font} padding-left: 16px; }
   :host, :host([ephemeral]) { padding-right: 16px !important; }
   :host(:hover) { background-color: var(--message-hover); }
   :host([ephemeral]) { background-color: #5865f214; }
   .discord-message-timestamp, .discord-message-edited { color: var(--faint); }
   .discord-author-avatar img { cursor: default; }
   .discord-message-ephemeral { display: none; }
   .discord-message-content { min-width: 0; }
   .discord-message-markup { line-height: 1.375rem; }`,
);
restyle(
  DiscordEmbed,
  `:host { color: var(--text); max-width: 520px; margin: 4px 0; font-size: 14px; }
   :host .discord-embed-root { flex: 0 1 auto; min-width: 0; }
   :host .discord-embed-wrapper { background-color: var(--embed); border: 0; min-width: 0; }
   :host .discord-embed-wrapper .discord-embed-grid { grid-template-columns: minmax(0, 1fr) auto; padding: 2px 16px 14px 12px; min-width: 0; }
   :host .discord-embed-title, :host .discord-embed-author, :host .discord-embed-author a { color: var(--bright); }
   :host .discord-embed-title a { color: var(--link); }
   :host .discord-embed-thumbnail { margin-top: 10px; }`,
);
restyle(
  DiscordAuthorInfo,
  `:host .discord-author-username { color: var(--bright); } :host .discord-author-username:hover { cursor: default; text-decoration: none; }`,
);
