import { type AwaitedApproval, type Shown, showing } from '../../domain/home.ts'
import type { Plan } from '../../domain/plan.ts'
import { hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import type { Person } from '../../domain/request.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import { authorise, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import type { HomeNeeds } from './needs.ts'

/** Some of them are decided already, and due for another reason. */
const READ_AT_MOST = 200
const READS_AT_ONCE = 16
const SHOWN = 5

/** What waits for an approval: a single request or a plan. */
export interface Waiting {
  awaited: Omit<AwaitedApproval, 'permalink'>
  roles: readonly string[]
  workspaceId: string
  /** The message with the buttons. */
  card: { channelId: string; ts: string } | undefined
}

const ofProposal = ({
  action,
  image,
  facts,
  person,
  approval,
  workspaceId,
}: ProposalWithApproval): Waiting => ({
  awaited: {
    action,
    of: { image, ...(facts?.name !== undefined && { name: facts.name }) },
    by: person,
    expiresAtMs: approval.expiresAtMs,
  },
  roles: approval.roles,
  workspaceId,
  card: approval.card,
})

const ofPlan = ({ action, images, alias, person, approval, workspaceId, card }: Plan): Waiting[] =>
  approval
    ? [
        {
          awaited: {
            action,
            of: { images, ...(alias && { alias }) },
            by: person,
            expiresAtMs: approval.expiresAtMs,
          },
          roles: approval.roles,
          workspaceId,
          card,
        },
      ]
    : []

/** All that waits for an approval now, the first to expire first. */
export const readWaiting = async ({ ledger, clock }: HomeNeeds): Promise<Waiting[]> => {
  const waiting: Waiting[] = []
  const proposals = async () => {
    const ids = await ledger.readDueProposals(Number.MAX_SAFE_INTEGER)
    await inParallel(ids.slice(0, READ_AT_MOST), READS_AT_ONCE, async id => {
      const proposal = await ledger.readProposal(id)
      if (proposal?.state === 'waiting' && hasApproval(proposal)) waiting.push(ofProposal(proposal))
    })
  }
  const plans = async () => {
    const ids = await ledger.readDuePlans(Number.MAX_SAFE_INTEGER)
    await inParallel(ids.slice(0, READ_AT_MOST), READS_AT_ONCE, async id => {
      const plan = await ledger.readPlan(id)
      if (plan?.state === 'waiting') waiting.push(...ofPlan(plan))
    })
  }
  await allOf([proposals(), plans()])
  return waiting
    .filter(({ awaited }) => awaited.expiresAtMs > clock.nowMs())
    .sort((a, b) => a.awaited.expiresAtMs - b.awaited.expiresAtMs)
}

/**
 * What waits for this person's approval.
 *
 * @throws {RetryLater} where Slack does not say now who is in a role
 */
export const readAwaited = async (
  needs: HomeNeeds,
  person: Person,
  waiting: readonly Waiting[],
  links: Links,
): Promise<Shown<AwaitedApproval>> => {
  const rights = new Map<string, boolean>()
  const mine: Waiting[] = []
  for (const one of waiting) {
    if (one.awaited.by.userId === person.userId) continue
    const roles = one.roles.join(' ')
    const right = rights.get(roles) ?? (await mayApprove(needs, person, one))
    rights.set(roles, right)
    if (right) mine.push(one)
  }
  const { items, total } = showing(mine, SHOWN)
  return { items: await allOf(items.map(one => awaitedOf(links, one))), total }
}

/** By the same rule as the click that approves, which asks again. */
const mayApprove = async (
  needs: HomeNeeds,
  person: Person,
  { roles, workspaceId }: Waiting,
): Promise<boolean> => (await authorise(needs, { person, workspaceId }, roles, SHOWN_FRESH_MS)).allowed

/** Asks Slack for the link to a message, once for all Homes that are drawn together. */
export type Links = (message: { channelId: string; ts: string }) => Promise<string | undefined>

export const createLinks = ({ messenger }: HomeNeeds): Links => {
  const asked = new Map<string, Promise<string | undefined>>()
  return ({ channelId, ts }) => {
    const key = `${channelId}/${ts}`
    const link = asked.get(key) ?? messenger.permalink(channelId, ts)
    asked.set(key, link)
    return link
  }
}

const awaitedOf = async (links: Links, { awaited, card }: Waiting): Promise<AwaitedApproval> => {
  const permalink = card && (await links(card))
  return { ...awaited, ...(permalink !== undefined && { permalink }) }
}
