import type { Place } from './job.ts';
import type { Bot } from './request.ts';

/** What a gesture asked for that makes many jobs, kept until the member confirms them. */
export type Draft = {
  /** The id of the interaction that asked. */
  readonly id: string;
  readonly memberId: string;
  /** One per job, complete. */
  readonly prompts: readonly { readonly prompt: string; readonly bot: Bot }[];
  /** Addresses of image prompts. */
  readonly images: readonly string[];
  readonly private: boolean;
  /** The message whose picture or prompt it comes from. */
  readonly parent: Place | null;
  /** Unix ms. */
  readonly createdAt: number;
};

/**
 * The claim of a draft as a whole, or of the job with this index: however often it is confirmed, each job is made once.
 */
export function draftKey(id: string, job?: number): string {
  return job === undefined ? `draft:${id}` : `draft:${id}:${job}`;
}
