/** What the relay made of a request. Adapters normalise foreign answers into this shape; nothing here is null-ish by accident. */
export type Task = {
  readonly id: string;
  readonly status: TaskStatus;
  /** Per cent, or null when the relay said nothing readable. 100 does not mean success: only `status` does. */
  readonly percent: number | null;
  /** The preview while running, the picture on success; empty when there is none. Always absolute. */
  readonly imageUrl: string;
  /** Single pictures beside a merged grid, where the relay has them. */
  readonly imageUrls: readonly string[];
  readonly videoUrls: readonly string[];
  readonly buttons: readonly RelayButton[];
  /** The prompt Midjourney finally used, or the best the relay has; on some relays an action carries its parent's. */
  readonly prompt: string;
  /** The prompts that describe and shorten answer with, as Midjourney wrote them; elsewhere the final prompt or empty. */
  readonly text: string;
  readonly failReason: string;
  /** Our own echo; empty until some relays refresh for the first time. */
  readonly state: string;
};

/** `PENDING` is ours: an empty or unknown status, which is never an end. */
export type TaskStatus =
  | 'PENDING'
  | 'NOT_START'
  | 'SUBMITTED'
  | 'MODAL'
  | 'IN_PROGRESS'
  | 'SUCCESS'
  | 'FAILURE'
  | 'CANCEL';

/** A button as the relay sent it, without link buttons (they have no customId). */
export type RelayButton = {
  readonly customId: string;
  readonly label: string;
  readonly emoji: string;
  /** Discord's button styles: primary, secondary, success, danger. */
  readonly style: 1 | 2 | 3 | 4;
};

/** A button as posted: `id` is its Discord custom_id, `customId` what the relay is sent. Usually the same. */
export type PostedButton = RelayButton & { readonly id: string };

/** Whether the relay will never change this task again. */
export function hasEnded({ status }: Pick<Task, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'CANCEL';
}
