import { adviceFor, type Finding, finding, tally } from '../../domain/failures/finding.ts';
import type { Catalogue } from '../../text/catalogue.ts';
import { lines } from './body.ts';
import { escapeDetail, escapeLetters } from './escape.ts';
import { palette } from './palette.ts';
import { type EphemeralReply, renderReply } from './reply.ts';

/** The longest list that fits into an embed, in UTF-16 units. */
const LIST_MAX = 4_000;
/** How many letters of a server's name are shown. */
const NAME_SHOWN = 60;

const marks = { bad: '❌', note: '🔸', ok: '✅' } as const;
const order = ['bad', 'note', 'ok'] as const;

/** What was found out, the worst first. `isMore`: there is more to come. */
export function renderFindings(findings: readonly Finding[], isMore: boolean, words: Catalogue): EphemeralReply {
  const { doctor } = words;
  const count = tally(findings);
  const told = order.flatMap((level) => findings.filter((one) => one.level === level)).map((one) => line(one, words));
  const last = isMore ? doctor.looking : doctor.needsYou(count);
  let room = LIST_MAX - last.length;
  const shown = told.filter((text) => {
    room -= text.length + 1;
    return room >= 0;
  });
  const color = count.bad > 0 ? palette.failed : palette.working;
  return renderReply('', { embeds: [{ description: lines(...shown, last), color }] });
}

function line(found: Finding, { doctor }: Catalogue): string {
  const { says, fix } = adviceFor(doctor.findings, escaped(found));
  return lines(`${marks[found.level]} ${says}`, fix === undefined ? '' : `-# ${doctor.fix(fix)}`);
}

/** The same with what strangers have written made harmless: names of servers, and a relay's own words. */
function escaped(found: Finding): Finding {
  const name = (text: string) => escapeLetters(text, NAME_SHOWN).text;
  switch (found.id) {
    case 'serversNamed':
      return finding('serversNamed', { servers: found.says.servers.map(name), more: found.says.more });
    case 'commandsDoubled':
      return finding('commandsDoubled', { servers: found.says.servers.map(name) });
    case 'commandsClosed':
      return finding('commandsClosed', { servers: found.says.servers.map(name), invite: found.says.invite });
    case 'alertRaised': {
      const { alert } = found.says;
      return 'detail' in alert
        ? finding('alertRaised', { alert: { ...alert, detail: escapeDetail(alert.detail) } })
        : found;
    }
    default:
      return found;
  }
}
