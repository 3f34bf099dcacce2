import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { type Proposal, proposalDueAtMs } from '../../domain/proposal.ts'
import type { Proposals } from '../../ports.ts'
import { keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { proposal as proposalSchema } from './schemas/proposal.ts'
import { parseStored, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, saveOver, type Table } from './table.ts'

/** How many are read at once. A proposal that cannot be handled stays due, and must not keep the others from being read. */
const DUE_AT_ONCE = 1_000

/** One item for each proposal, written only over the version that was read; in the index while it waits. */
export const createProposals = (table: Table): Proposals => ({
  async readProposal(id) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.proposal(id), ConsistentRead: true }),
    )
    return Item && proposalOf(Item)
  },

  async saveProposal(proposal) {
    const { version, ...content } = proposal
    return saveOver(
      table,
      {
        ...keys.proposal(proposal.id),
        ...stored({ proposal: content }),
        expiresAtSec: Math.floor(proposal.askedAtMs / 1000) + CLAIM_KEPT_SEC,
        ...dueAt('proposal', proposalDueAtMs(proposal)),
      },
      version,
    )
  },

  async readDueProposals(nowMs) {
    const items = await readDue(table, 'proposal', nowMs, DUE_AT_ONCE)
    return items.map(item => String(item.pk).replace(/^PROPOSAL#/, ''))
  },
})

const proposalOf = (item: Record<string, unknown>): Proposal => ({
  ...parseStored(proposalSchema, item, 'proposal'),
  version: Number(item.version),
})
