import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { dueAtMs, type Proposal } from '../../domain/proposal.ts'
import type { Ledger } from '../../ports.ts'
import { CLAIM_KEPT_SEC, ifHolds, keys, type Table } from './table.ts'

const DUE_AT_ONCE = 100

type Proposals = Pick<Ledger, 'readProposal' | 'saveProposal' | 'readDueProposals'>

/** One item for each proposal, written only over the version that was read; in the index while it waits. */
export const createProposals = ({ name: TableName, client }: Table): Proposals => ({
  async readProposal(id) {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: keys.proposal(id), ConsistentRead: true }),
    )
    return Item && proposalOf(Item)
  },

  async saveProposal(proposal) {
    const { version, ...content } = proposal
    const dueAt = dueAtMs(proposal)
    const isUnwritten = 'attribute_not_exists(pk)'
    const isAsRead = 'version = :read'
    const saved = await ifHolds(
      client.send(
        new PutCommand({
          TableName,
          Item: {
            ...keys.proposal(proposal.id),
            proposal: content,
            version: version + 1,
            expiresAtSec: Math.floor(proposal.askedAtMs / 1000) + CLAIM_KEPT_SEC,
            ...(dueAt !== undefined && { duePk: 'proposal', dueAtMs: dueAt }),
          },
          ConditionExpression: version === 0 ? isUnwritten : isAsRead,
          ...(version > 0 && { ExpressionAttributeValues: { ':read': version } }),
        }),
      ),
    )
    return saved !== undefined
  },

  async readDueProposals(nowMs) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
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
