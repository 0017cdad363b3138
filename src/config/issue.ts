/** What is wrong with a variable. `suspect` is the variable in which a secret may stand that the sentence would repeat. */
export type SettingIssue = { readonly name: string; readonly suspect: string; readonly sentence: string };

type Values = Readonly<Record<string, string>>;

/** The sentence for an issue. Where a secret was pasted into the wrong variable, it says that, and does not repeat it. */
export function issueSentence({ suspect, sentence }: SettingIssue, secrets: Values, values: Values): string {
  for (const [name, secret] of Object.entries(secrets)) {
    const value = secret.toLowerCase();
    const isPasted = suspect !== name && values[suspect]?.toLowerCase().includes(value);
    if (value.length < 8 || !(isPasted || sentence.toLowerCase().includes(value))) continue;
    return `${suspect} contains the value of ${name}: remove it from there.`;
  }
  return sentence;
}
