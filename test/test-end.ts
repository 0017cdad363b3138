/** Takes what is to be done when a test has ended. Tests that run concurrently hand in their own; others do without. */
export type OnTestFinished = (end: () => void | Promise<void>) => void;
