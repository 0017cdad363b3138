/**
 * What the relay made of a request, in one shape for all relays. A field is null or empty only where its comment says
 * so.
 */
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
  /** The film that stands where the picture belongs. Absent when there is none. */
  readonly filmUrl?: string;
  readonly buttons: readonly RelayButton[];
  /** Whether its relay tells of no buttons at all, as the original midjourney-proxy. Absent means no, or that it is not clear. */
  readonly hasNoButtons?: true;
  /**
   * The prompt that Midjourney used in the end, or the nearest that the relay has: on some, an action has its parent's.
   */
  readonly prompt: string;
  /**
   * For describe and shorten, the prompts they answer with, as Midjourney wrote them. For others the final prompt, or
   * empty.
   */
  readonly text: string;
  /** The relay's own words; empty unless it failed. */
  readonly failReason: string;
  /** The `state` of our submission. Some relays leave it empty until they refresh the task for the first time. */
  readonly state: string;
  /**
   * Whether the relay also has an older word about the same task, in which it has not ended. Some have two entries for one
   * task, and give its picture and take its buttons only when both have ended. Absent means no.
   */
  readonly disputed?: true;
};

/** The relay's words, except `PENDING`: it stands for an empty or unknown status, which never ends a task. */
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

/**
 * A button as Discord has it. `id` is its custom_id there, `customId` is what the relay is sent; usually they are the
 * same.
 */
export type PostedButton = RelayButton & { readonly id: string };

/** Whether a task has ended: the relay never changes it again. */
export function hasEnded({ status }: Pick<Task, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'CANCEL';
}
