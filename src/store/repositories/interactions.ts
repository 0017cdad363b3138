import type { Interactions } from '../../domain/ports/interactions.ts';
import type { InteractionClaim } from '../schema/processes.ts';
import type { Table } from '../tables/table.ts';

/** Which process answers each interaction. `self` is the id of this process. */
export function createInteractions(table: Table<InteractionClaim>, self: string): Interactions {
  const own: InteractionClaim = { by: self, fallback: null, answered: null };

  return {
    claim: (id) => table.insert(id, own),

    async claimFallback(id) {
      let isOurs = false;
      await table.change(id, (there) => {
        isOurs = !there || (there.answered === null && there.fallback === null);
        if (!isOurs) return there;
        return there ? { ...there, fallback: self } : { ...own, fallback: self };
      });
      return isOurs;
    },

    async answered(id) {
      // Nearly always nobody else has touched it, so it need not be read.
      if (await table.replace(id, own, { ...own, answered: self }, isSame)) return;
      await table.change(id, (there) => ({ ...(there ?? own), answered: self }));
    },

    async leave(id) {
      await table.change(id, (there) => {
        if (!there || there.answered === self) return there;
        const other = there.by === self ? there.fallback : there.fallback === self ? there.by : null;
        if (other === null || other === self) return there;
        return { by: other, fallback: null, answered: there.answered ?? other };
      });
    },

    async isAnsweredElsewhere(id) {
      const claim = await table.get(id);
      return claim !== undefined && claim.answered !== null && claim.answered !== self;
    },

    async claimers(id) {
      const claim = await table.get(id);
      const all = claim ? [claim.by, claim.fallback, claim.answered] : [];
      return [...new Set(all.filter((one) => one !== null))];
    },
  };
}

function isSame(one: InteractionClaim, other: InteractionClaim): boolean {
  return one.by === other.by && one.fallback === other.fallback && one.answered === other.answered;
}
