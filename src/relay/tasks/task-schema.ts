import { z } from 'zod';
import type { RelayButton, Task } from '../../domain/job/task.ts';
import { absoluteLink, IntegerSchema, ListSchema, readLinks, readRecord, readText, TextSchema } from '../http/json.ts';
import type { Redact } from '../http/redact.ts';

/**
 * What reading a task needs: relative links belong to `origin`, and `redact` hides our secrets in the relay's texts.
 */
export type TaskReading = { readonly origin: string; readonly redact: Redact };

const statuses = ['NOT_START', 'SUBMITTED', 'MODAL', 'IN_PROGRESS', 'SUCCESS', 'FAILURE', 'CANCEL'] as const;

const StatusSchema = TextSchema.transform(
  (text) => statuses.find((status) => status === text.toUpperCase()) ?? 'PENDING',
);

/** A percentage from a number or from a text such as `45%`, null when there is none. */
const PercentSchema = z
  .unknown()
  .optional()
  .transform((value) => {
    const found = typeof value === 'string' ? /(\d+)(?:\.\d+)?\s*%/.exec(value)?.[1] : undefined;
    const number = typeof value === 'number' ? value : found === undefined ? Number.NaN : Number(found);
    return Number.isNaN(number) ? null : Math.min(100, Math.max(0, Math.round(number)));
  });

/** Every field may be missing, null, empty or of another type. The keys are in camel case already. */
const TaskSchema = z.object({
  id: TextSchema,
  taskId: TextSchema,
  status: StatusSchema,
  progress: PercentSchema,
  prompt: TextSchema,
  promptEn: TextSchema,
  state: TextSchema,
  failReason: TextSchema,
});

/** Reads one task, null when the value is no task. With `wanted`, only a task with one of these ids counts. */
export function readTask(value: unknown, { origin, redact }: TaskReading, wanted?: ReadonlySet<string>): Task | null {
  const record = readRecord(value);
  const parsed = TaskSchema.safeParse(record);
  if (!record || !parsed.success) return null;
  const { data } = parsed;
  const id = [data.id, data.taskId].find((name) => name !== '' && (!wanted || wanted.has(name)));
  if (id === undefined) return null;
  const image = absoluteLink(record.imageUrl, origin);
  const film = isFilm(image);
  const videos = readLinks(record.videoUrls, origin);
  const video = [...readLinks([record.videoUrl], origin), ...(film ? [image] : [])].slice(0, 1);
  const finalPrompt = readText(readRecord(record.properties)?.finalPrompt);
  return {
    id,
    status: data.status,
    percent: data.progress,
    imageUrl: film ? '' : image,
    imageUrls: readLinks(record.imageUrls, origin),
    videoUrls: videos.length > 0 ? videos : video,
    buttons: readButtons(record.buttons),
    prompt: finalPrompt || data.promptEn || data.prompt,
    text: finalPrompt || data.promptEn,
    failReason: redact(data.failReason, 1_000),
    state: data.state,
  };
}

/** Whether the link is a film: some relays put a finished film where the picture belongs. */
function isFilm(link: string): boolean {
  return /\.mp4(?:$|[?#])/i.test(link);
}

/** Relays forward Midjourney's buttons unchecked: any field may be null, a number or missing. */
const ButtonSchema = z.object({
  customId: TextSchema,
  label: TextSchema,
  emoji: z
    .unknown()
    .optional()
    .transform((emoji) => readText(readRecord(emoji)?.name ?? emoji)),
  style: IntegerSchema,
});

/** The buttons that the relay can press, in its order. Buttons without a customId, such as "Web", are links. */
export function readButtons(value: unknown): RelayButton[] {
  return ListSchema.parse(value).flatMap((item) => {
    const button = ButtonSchema.safeParse(readRecord(item));
    if (!button.success || button.data.customId === '') return [];
    return [{ ...button.data, style: styles.find((style) => style === button.data.style) ?? 2 }];
  });
}

const styles = [1, 2, 3, 4] as const;
