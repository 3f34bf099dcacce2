import { decideRight, groupsToRead, type Members, type Right } from '../../domain/authorise.ts'
import type { Config } from '../../domain/config.ts'
import type { Person } from '../../domain/request.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Clock, Leases, Memberships, Messenger } from '../../ports.ts'

export interface MembersNeeds {
  messenger: Pick<Messenger, 'members'>
  ledger: Memberships & Leases
  config: Config
  clock: Clock
}

/**
 * A membership is at most 15 seconds old when EC2 is called: 12 here, and 3 for the writes before the call. Slack allows the whole app to
 * read 20 groups a minute, so one read serves all functions and all changes of that time.
 * https://docs.slack.dev/reference/methods/usergroups.users.list
 */
const RIGHT_FRESH_MS = 12_000
/** What is only displayed may be older. */
export const SHOWN_FRESH_MS = 5 * 60_000
/** Longer than a read takes: how long a function that ends in the middle keeps others from reading. */
const READING_MS = 8_000
const LOOK_AGAIN_SEC = 2

/**
 * Reads who is in the groups that count, then decides whether the person holds one of the roles.
 *
 * @param maxAgeMs how old the membership may be: 12 seconds, or more if the answer is only displayed
 */
export const authorise = async (
  needs: MembersNeeds,
  asked: { person: Person; workspaceId: string },
  roleNames: readonly string[],
  maxAgeMs = RIGHT_FRESH_MS,
): Promise<Right> => {
  const membersOf = await readMembers(needs, roleNames, maxAgeMs)
  const { config } = needs
  return decideRight(config, roleNames, asked.person, config.workspaceId ?? asked.workspaceId, membersOf)
}

/**
 * Reads who is in the groups of these roles.
 *
 * @param maxAgeMs how old an answer may be
 * @throws {RetryLater} while another function reads a group, or Slack asks to wait: the work is done later, and nobody is refused
 */
export const readMembers = async (
  needs: MembersNeeds,
  roleNames: readonly string[],
  maxAgeMs: number,
): Promise<(userGroup: string) => Members> => {
  const members = new Map<string, Members>()
  for (const group of groupsToRead(needs.config, roleNames))
    members.set(group, await readGroup(needs, group, maxAgeMs))
  return group => members.get(group) ?? { known: false, reason: 'not read' }
}

const readGroup = async (
  { messenger, ledger, clock }: MembersNeeds,
  group: string,
  maxAgeMs: number,
): Promise<Members> => {
  const kept = await ledger.readMembership(group)
  if (kept && clock.nowMs() - kept.readAtMs <= maxAgeMs) return { known: true, ...kept }
  const readAtMs = clock.nowMs()
  const lease = `members/${group}`
  const me = crypto.randomUUID()
  if (!(await ledger.takeLease(lease, readAtMs, READING_MS, me)))
    throw new RetryLater(LOOK_AGAIN_SEC, `Another function reads who is in ${group}.`)
  const read = await messenger.members(group)
  if (read.known) {
    // The lease ends by itself before the membership is too old.
    await ledger.saveMembership(group, { userIds: read.userIds, readAtMs })
    return { ...read, readAtMs }
  }
  if (read.retryAfterSec !== undefined)
    throw new RetryLater(read.retryAfterSec, `Slack asks to wait before it says who is in ${group}.`)
  await ledger.takeLease(lease, clock.nowMs(), 0, me)
  return read
}
