import { randomBytes } from 'node:crypto';
import { refuse } from './api-error.ts';
import type { Records } from './records.ts';
import type { NextId } from './snowflake.ts';
import type { Channel, Interaction, Member, Message } from './types.ts';

export type Gesture = {
  readonly type: Interaction['type'];
  readonly member: Member;
  readonly channel: Channel;
  readonly source: Message | null;
  readonly attachmentLimit: number;
  readonly forcedEphemeral: boolean;
  readonly payload: (id: string, token: string) => Readonly<Record<string, unknown>>;
};

type Deps = {
  readonly nextId: NextId;
  readonly records: Records;
  readonly deadlineMs: number;
  readonly tokenLifeMs: number;
};

/** Every gesture's state: the three seconds, the one acknowledgement, the token's life. */
export function createInteractions({ nextId, records, deadlineMs, tokenLifeMs }: Deps) {
  const byId = new Map<string, Interaction>();
  const byToken = new Map<string, Interaction>();
  const timers = new Set<NodeJS.Timeout>();

  return {
    create({ payload, ...gesture }: Gesture): Interaction {
      const id = nextId();
      const token = randomBytes(64).toString('base64url');
      const createdAt = Date.now();
      const interaction: Interaction = {
        ...gesture,
        id,
        token,
        payload: payload(id, token),
        createdAt,
        expiresAt: createdAt + tokenLifeMs,
        deliveredAt: null,
        acknowledged: null,
        refused: [],
        sentTo: [],
        deliveries: [],
        failed: false,
        original: null,
        posted: null,
        modal: null,
        choices: null,
      };
      byId.set(id, interaction);
      byToken.set(token, interaction);
      const timer = setTimeout(() => {
        timers.delete(timer);
        interaction.failed = interaction.acknowledged === null;
        records.notify({ kind: 'interaction', interaction });
      }, deadlineMs);
      timers.add(timer);
      records.notify({ kind: 'interaction', interaction });
      return interaction;
    },

    get: (id: string) => byId.get(id),

    /**
     * For a callback. Throws 10062 when unknown or late, 40060 when it was acknowledged before: by the same process, that is
     * its fault; of several processes one has to be the second.
     */
    toAcknowledge(id: string, token: string, by: string): Interaction {
      const interaction = byId.get(id);
      if (!interaction || interaction.token !== token) throw refuse.unknownInteraction();
      if (interaction.acknowledged) {
        interaction.refused.push({ by, ms: Date.now() - interaction.createdAt });
        if (interaction.acknowledged.by === by) records.violation(`interaction ${id} was acknowledged twice`);
        throw refuse.alreadyAcknowledged();
      }
      const ms = Date.now() - interaction.createdAt;
      if (interaction.failed || ms > deadlineMs) {
        records.violation(`late: interaction ${id} was answered after ${ms} ms`);
        throw refuse.unknownInteraction();
      }
      return interaction;
    },

    acknowledge(interaction: Interaction, type: number, by: string): void {
      interaction.acknowledged = { type, ms: Date.now() - interaction.createdAt, by };
      records.notify({ kind: 'acknowledged', interaction });
    },

    /** For a webhook route. Throws 50027 for a dead token, 10015 for a foreign one or before the acknowledgement. */
    withToken(token: string): Interaction {
      const interaction = byToken.get(token);
      if (!interaction) throw refuse.unknownWebhook();
      if (Date.now() >= interaction.expiresAt) throw refuse.invalidToken();
      if (!interaction.acknowledged) throw refuse.unknownWebhook();
      return interaction;
    },

    /** As if no gesture made before (Unix ms) had ever been. */
    forget(before: number): void {
      for (const [id, { createdAt, token }] of byId) {
        if (createdAt >= before) break;
        byId.delete(id);
        byToken.delete(token);
      }
    },

    expireTokens(): void {
      for (const interaction of byId.values()) interaction.expiresAt = 0;
    },

    close(): void {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export type Interactions = ReturnType<typeof createInteractions>;
