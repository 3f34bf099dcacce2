import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { dueAtMs, type Proposal } from '../../domain/proposal.ts'
import type { Ledger } from '../../ports.ts'
import { CLAIM_KEPT_SEC, keys, saveOver, type Table } from './table.ts'

const DUE_AT_ONCE = 100

type Proposals = Pick<Ledger, 'readProposal' | 'saveProposal' | 'readDueProposals'>

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
    const dueAt = dueAtMs(proposal)
    return saveOver(
      table,
      {
        ...keys.proposal(proposal.id),
        proposal: content,
        expiresAtSec: Math.floor(proposal.askedAtMs / 1000) + CLAIM_KEPT_SEC,
        ...(dueAt !== undefined && { duePk: 'proposal', dueAtMs: dueAt }),
      },
      version,
    )
  },

  async readDueProposals(nowMs) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :proposal AND dueAtMs <= :now',
        ExpressionAttributeValues: { ':proposal': 'proposal', ':now': nowMs },
        Limit: DUE_AT_ONCE,
      }),
    )
    return Items.map(item => String(item.pk).replace(/^PROPOSAL#/, ''))
  },
})

const proposalOf = (item: Record<string, unknown>): Proposal => ({
  ...(item.proposal as Omit<Proposal, 'version'>),
  version: item.version as number,
})
