/** A sentence that names the environment variables of the relay `main`, with those of this relay instead. */
export function withVariablesOf(relay: string, sentence: string): string {
  if (relay === 'main') return sentence;
  return sentence.replace(
    /\bRELAY_(?=(?:URL|API_KEY|API_KEY_FILE|MODE|AUTH|CHARGE_LIST|CONCURRENCY)\b)/g,
    `RELAY_${relay.toUpperCase()}_`,
  );
}
