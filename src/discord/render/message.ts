/** The one door to the messages that show a job. */
export type { BodyAttachment, MessageBody } from './body.ts';
export { gestureOf } from './body.ts';
export type { ShownMedia } from './gallery.ts';
export { renderProgress } from './progress.ts';
export { PROMPT_FILE, type Rendered, renderResult } from './result.ts';
