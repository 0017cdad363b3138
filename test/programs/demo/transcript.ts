import { styleText } from 'node:util';
import type { Member, Message, Modal, WireEvent } from '../../emulator/discord/types.ts';
import { linesOf, linesOfModal, type Names } from './message-lines.ts';

const WIDTH = 78;

export type Transcript = ReturnType<typeof createTranscript>;

/** Tells in the terminal what happens in the channel, as it happens. A message that changes is told by its new lines. */
export function createTranscript(write: (text: string) => void) {
  const seen = new Map<string, readonly string[]>();
  const members = new Map<string, string>();
  /** What the last lines belong to: a message by its id, an aside, or nothing after an empty line. */
  let open = 'nothing';

  const numberOf = (id: string) => `message ${[...seen.keys()].indexOf(id) + 1}`;
  const names: Names = {
    member: (id) => members.get(id) ?? 'somebody',
    message: (id) => (seen.has(id) ? numberOf(id) : 'a message'),
  };
  const line = (text = '') => write(`${text}\n`);
  const apart = () => {
    open = 'nothing';
    line();
  };

  function tell(message: Message): void {
    if (message.loading || message.author.name !== 'darkroom') return;
    const before = seen.get(message.id);
    const now = linesOf(message, names);
    seen.set(message.id, now);
    const fresh = now.filter((one) => !before?.includes(one));
    if (fresh.length === 0) return;
    if (open !== message.id) {
      if (open !== 'nothing') line();
      line(`${styleText(['bold', 'magenta'], 'darkroom')}  ${styleText('dim', about(message, before !== undefined))}`);
      open = message.id;
    }
    for (const one of fresh) line(`  ${paint(one)}`);
  }

  function about({ id, viewerId }: Message, isEdit: boolean): string {
    const only = viewerId === null ? '' : `, only ${names.member(viewerId)} sees it`;
    return `${numberOf(id)}${isEdit ? ', edited' : ''}${only}`;
  }

  return {
    title(text: string): void {
      line(styleText('bold', text));
    },

    scene(title: string): void {
      apart();
      const rest = '─'.repeat(Math.max(0, WIDTH - title.length - 4));
      line(`${styleText('dim', '──')} ${styleText('bold', title)} ${styleText('dim', rest)}`);
    },

    /** What a member does, before anything answers it. */
    gesture(member: Member, what: string): void {
      members.set(member.id, member.name);
      apart();
      line(`${styleText(['bold', 'cyan'], member.name)}  ${what}`);
      line();
    },

    modal(modal: Modal): void {
      for (const one of linesOfModal(modal)) line(`  ${one}`);
    },

    /** What the channel does not show. */
    aside(text: string): void {
      open = 'aside';
      line(styleText('italic', `  · ${text}`));
    },

    /** For `onEvent` of the emulated Discord. */
    onEvent(event: WireEvent): void {
      if (event.kind === 'posted' || event.kind === 'edited') tell(event.message);
    },

    line,
    numberOf,
  };
}

function paint(text: string): string {
  if (text.startsWith('[')) return styleText('yellow', text);
  return text.replaceAll(/▰+/g, (full) => styleText('green', full));
}
