import { type AwaitedApproval, type Shown, showing } from '../../domain/home.ts'
import { hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import type { Person } from '../../domain/request.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import { authorise, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import type { HomeNeeds } from './needs.ts'

/** Some of them are decided already, and due for another reason. */
const READ_AT_MOST = 200
const READS_AT_ONCE = 16
const SHOWN = 5

/** All single requests that wait for an approval now, the first to expire first. */
export const readWaiting = async ({ ledger, clock }: HomeNeeds): Promise<ProposalWithApproval[]> => {
  const ids = await ledger.readDueProposals(Number.MAX_SAFE_INTEGER)
  const waiting: ProposalWithApproval[] = []
  await inParallel(ids.slice(0, READ_AT_MOST), READS_AT_ONCE, async id => {
    const proposal = await ledger.readProposal(id)
    if (proposal?.state === 'waiting' && hasApproval(proposal)) waiting.push(proposal)
  })
  return waiting
    .filter(({ approval }) => approval.expiresAtMs > clock.nowMs())
    .sort((a, b) => a.approval.expiresAtMs - b.approval.expiresAtMs)
}

/**
 * What waits for this person's approval. A plan is one more `AwaitedApproval`, whose `of` says how many images it changes.
 *
 * @throws {RetryLater} where Slack does not say now who is in a role
 */
export const readAwaited = async (
  needs: HomeNeeds,
  person: Person,
  waiting: readonly ProposalWithApproval[],
  links: Links,
): Promise<Shown<AwaitedApproval>> => {
  const rights = new Map<string, boolean>()
  const mine: ProposalWithApproval[] = []
  for (const proposal of waiting) {
    if (proposal.person.userId === person.userId) continue
    const roles = proposal.approval.roles.join(' ')
    const right = rights.get(roles) ?? (await mayApprove(needs, person, proposal))
    rights.set(roles, right)
    if (right) mine.push(proposal)
  }
  const { items, total } = showing(mine, SHOWN)
  return { items: await allOf(items.map(proposal => awaitedOf(links, proposal))), total }
}

/** By the same rule as the click that approves, which asks again. */
const mayApprove = async (
  needs: HomeNeeds,
  person: Person,
  { approval, workspaceId }: ProposalWithApproval,
): Promise<boolean> =>
  (await authorise(needs, { person, workspaceId }, approval.roles, SHOWN_FRESH_MS)).allowed

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

const awaitedOf = async (
  links: Links,
  { action, image, facts, person, approval }: ProposalWithApproval,
): Promise<AwaitedApproval> => {
  const { card, expiresAtMs } = approval
  const permalink = card && (await links(card))
  return {
    action,
    of: { image, ...(facts?.name !== undefined && { name: facts.name }) },
    by: person,
    expiresAtMs,
    ...(permalink !== undefined && { permalink }),
  }
}
