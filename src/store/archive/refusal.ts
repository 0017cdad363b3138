/** The operator can mend this. The message is one sentence. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}
