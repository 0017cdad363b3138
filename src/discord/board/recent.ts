/** A set that remembers only the newest `limit` members. */
export type Recent = { add(member: string): void; has(member: string): boolean };

export function createRecent(limit: number): Recent {
  const members = new Set<string>();
  return {
    add(member) {
      members.delete(member);
      members.add(member);
      for (const oldest of members) {
        if (members.size <= limit) break;
        members.delete(oldest);
      }
    },
    has: (member) => members.has(member),
  };
}
