import { changeButtons } from '../../domain/buttons/change.ts';
import type { RelayButton, Task } from '../../domain/job/task.ts';
import { taskOfPicture, underKnownName } from '../../domain/pictures/relay-picture.ts';
import { isPrivateHost } from '../../lib/public-address.ts';
import { absoluteLink, readInteger, readLinks, readRecord, readText } from '../http/json.ts';
import type { Redact } from '../http/redact.ts';

/**
 * What reading a task needs: relative links belong to `origin`, its own pictures are below `base` too, and `redact` hides our
 * secrets in the relay's texts.
 */
export type TaskReading = { readonly origin: string; readonly base: string; readonly redact: Redact };

const statuses = ['NOT_START', 'SUBMITTED', 'MODAL', 'IN_PROGRESS', 'SUCCESS', 'FAILURE', 'CANCEL'] as const;

/** The longest of what a task says, in UTF-16 units. Midjourney's prompts and texts have a few thousand. */
const [TEXT_MAX, REASON_MAX, ID_MAX] = [40_000, 2_000, 255];

/**
 * Reads one task, null when the value is no task. With `wanted`, only a task with one of these ids counts. Every field may
 * be missing, null, empty, too long or of another type. There is no schema, because long listings need it fast.
 */
export function readTask(
  value: unknown,
  { origin, base, redact }: TaskReading,
  wanted?: ReadonlySet<string>,
): Task | null {
  const record = readRecord(value);
  const id = idsIn(record).find((name) => !wanted || wanted.has(name));
  if (!record || id === undefined) return null;
  const image = reachable(absoluteLink(record.imageUrl, origin), id, base);
  const film = isFilm(image);
  const listed = readLinks(record.imageUrls, origin);
  const films = [
    readLinks(record.videoUrls, origin),
    listed.filter(isFilm),
    readLinks([record.videoUrl], origin),
    film ? [image] : [],
  ].find((links) => links.length > 0);
  const finalPrompt = readLongText(readRecord(record.properties)?.finalPrompt);
  const promptEn = readLongText(record.promptEn);
  return {
    id,
    ...readProgress(record),
    imageUrl: film ? '' : image,
    // Some relays name the films of an animation among the pictures once more.
    imageUrls: listed.filter((link) => !isFilm(link) && !films?.includes(link)),
    videoUrls: films ?? [],
    ...(film && { filmUrl: image }),
    buttons: 'buttons' in record ? readButtons(record.buttons) : readChanges(record),
    ...(tellsOfNoButtons(record) && { hasNoButtons: true }),
    prompt: finalPrompt || promptEn || readLongText(record.prompt),
    text: finalPrompt || promptEn,
    failReason: readReason(record, redact),
    state: readState(record),
  };
}

/** The address of a task's picture under the relay's known name, where the one that it gives cannot be meant for us. */
function reachable(link: string, id: string, base: string): string {
  const host = URL.parse(link)?.hostname;
  if (host === undefined || !isPrivateHost(host) || taskOfPicture(link) !== id) return link;
  return underKnownName(link, base) ?? link;
}

/** The ids that an entry gives its task. Relays give one, some under two names. */
export function idsIn(record: Readonly<Record<string, unknown>> | null): readonly string[] {
  return [record?.id, record?.taskId].map(readText).filter((id) => id !== '' && id.length <= ID_MAX);
}

/** How far the task is. */
export function readProgress(record: Readonly<Record<string, unknown>> | null): Pick<Task, 'status' | 'percent'> {
  return { status: readStatus(record?.status), percent: readPercent(record?.progress) };
}

export function readState(record: Readonly<Record<string, unknown>> | null): string {
  return readText(record?.state).slice(0, ID_MAX);
}

function readLongText(value: unknown): string {
  return readText(value).slice(0, TEXT_MAX).toWellFormed();
}

function readReason(record: Readonly<Record<string, unknown>>, redact: Redact): string {
  const reason = readFailure(record);
  return reason === '' ? '' : redact(reason.slice(0, REASON_MAX), 1_000);
}

/**
 * Why a task failed, in the relay's words. Where it was still waiting for a window's text, only its description tells that
 * the window is what failed.
 */
function readFailure({ failReason, description, status }: Readonly<Record<string, unknown>>): string {
  const reason = readText(failReason);
  const stage = readStatus(status) === 'FAILURE' ? readText(description) : '';
  return /window confirm|窗口|弹窗/i.test(stage) ? `${stage.slice(0, 200)}: ${reason}` : reason;
}

function readStatus(value: unknown): Task['status'] {
  const told = statuses.find((status) => status === value);
  if (told) return told;
  const text = readText(value)
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  return statuses.find((status) => status === text) ?? otherStatuses.get(text) ?? 'PENDING';
}

/** What servers say that have models of their own of the family's tasks. */
const otherStatuses: ReadonlyMap<string, Task['status']> = new Map([
  ['QUEUED', 'NOT_START'],
  ['NOT_STARTED', 'NOT_START'],
  ['RUNNING', 'IN_PROGRESS'],
  ['INPROGRESS', 'IN_PROGRESS'],
  ['IN_PROCESS', 'IN_PROGRESS'],
  ['PROCESSING', 'IN_PROGRESS'],
  ['SUCCEEDED', 'SUCCESS'],
  ['SUCCESSFUL', 'SUCCESS'],
  ['COMPLETED', 'SUCCESS'],
  ['COMPLETE', 'SUCCESS'],
  ['FINISHED', 'SUCCESS'],
  ['DONE', 'SUCCESS'],
  ['SUCCESSED', 'SUCCESS'],
  ['成功', 'SUCCESS'],
  ['已完成', 'SUCCESS'],
  ['FAILED', 'FAILURE'],
  ['FAIL', 'FAILURE'],
  ['ERROR', 'FAILURE'],
  ['TIMEOUT', 'FAILURE'],
  ['TIMED_OUT', 'FAILURE'],
  ['EXPIRED', 'FAILURE'],
  ['REJECTED', 'FAILURE'],
  ['EXCEPTION', 'FAILURE'],
  ['失败', 'FAILURE'],
  ['ABORTED', 'CANCEL'],
  ['已取消', 'CANCEL'],
  ['CANCELLED', 'CANCEL'],
  ['CANCELED', 'CANCEL'],
]);

/** A percentage from a number or from a text such as `45%` or `45`, null when there is none. */
function readPercent(value: unknown): number | null {
  const found = typeof value === 'string' ? /(?<!\d)(\d+)(?:\.\d+)?\s*(?:%|$)/.exec(value)?.[1] : undefined;
  const number = typeof value === 'number' ? value : found === undefined ? Number.NaN : Number(found);
  return Number.isNaN(number) ? null : Math.min(100, Math.max(0, Math.round(number)));
}

/** Whether the link is a film: some relays put a finished film where the picture belongs. */
function isFilm(link: string): boolean {
  return /\.mp4(?:$|[?#])/i.test(link);
}

/** The most buttons of a task that are read, and the longest customId, label and emoji, in UTF-16 units. */
const [BUTTONS_MAX, CUSTOM_ID_MAX, LABEL_MAX] = [100, 1_000, 200];

/**
 * The buttons that the relay can press, in its order. Buttons without a customId, such as "Web", are links. Relays forward
 * Midjourney's buttons unchecked: each field may be null, a number or missing.
 */
function readButtons(value: unknown): RelayButton[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, BUTTONS_MAX) : [];
  return items.flatMap((item) => {
    const button = readRecord(item);
    const customId = readText(button?.customId);
    if (!button || customId === '' || customId.length > CUSTOM_ID_MAX) return [];
    const style = readInteger(button.style);
    return {
      customId,
      label: readText(button.label).slice(0, LABEL_MAX),
      emoji: readText(readRecord(button.emoji)?.name ?? button.emoji).slice(0, LABEL_MAX),
      style: styles.find((known) => known === style) ?? 2,
    };
  });
}

const styles = [1, 2, 3, 4] as const;

/** Whether the task, finished or not, is one of the original midjourney-proxy: it names its account, and has no field for buttons. */
function tellsOfNoButtons(record: Readonly<Record<string, unknown>>): boolean {
  if ('buttons' in record || readText(record.action) === '') return false;
  return readText(readRecord(record.properties)?.discordInstanceId) !== '';
}

/** What the original midjourney-proxy calls the tasks that come to a grid. */
const gridActions: ReadonlySet<string> = new Set(['IMAGINE', 'VARIATION', 'REROLL', 'BLEND']);

/**
 * The buttons of a finished grid whose relay tells of none: not even the field is there. The hash becomes part of ids in
 * Discord, so nothing but a UUID counts.
 */
function readChanges(record: Readonly<Record<string, unknown>>): readonly RelayButton[] {
  if (readStatus(record.status) !== 'SUCCESS' || !gridActions.has(readText(record.action))) return [];
  const hash = readText(readRecord(record.properties)?.messageHash);
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(hash) ? changeButtons(hash) : [];
}
