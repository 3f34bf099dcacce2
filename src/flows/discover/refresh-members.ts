import type { Config, Organization } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import {
  type MemberList,
  NOT_LISTED,
  takeListed,
  troubleOf,
  type UnknownAccount,
} from '../../domain/member-list.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Leases, Log, Members, Organizations } from '../../ports.ts'

export interface RefreshMembersNeeds {
  /** Present where the config names an organization. */
  organizations?: Organizations
  ledger: Members & Leases
  config: Pick<Config, 'accounts' | 'organization'>
  clock: Clock
  log: Log
}

/** How often the accounts are listed. An event of an account that is not known makes it sooner. */
const EVERY_MS = 10 * 60_000
const COPIED_EVERY_MS = 24 * 60 * 60_000
/** For this long, an account that could not be added is checked again with each run. */
const CHECKED_FOR_MS = 24 * 60 * 60_000
/** The most roles that are tried in a run, those that were never tried first. */
const TRIED_IN_A_RUN = 20
const TRIED_AT_ONCE = 5

/**
 * Keeps the list of the organization's accounts: 1 which accounts sent events and are not known 2 list them by AWS, or try their reader
 * roles 3 save. The other functions read what is saved.
 */
export const refreshMembers = async (needs: RefreshMembersNeeds): Promise<void> => {
  const { organizations, ledger, config, clock } = needs
  const { organization } = config
  if (!organizations || !organization) return
  // 1 which are not known
  const known = new Set([...config.accounts.map(({ id }) => id), ...organization.exclude])
  const sinceMs = clock.nowMs() - CHECKED_FOR_MS
  const unknown = (await ledger.readUnknownAccounts()).filter(
    ({ id, heardAtMs }) => !known.has(id) && heardAtMs > sinceMs,
  )
  // 2 list, or try
  const work = { ...needs, organizations, organization }
  if (organization.list) await listMembers(work, unknown)
  else {
    await repair(work)
    if (unknown.length > 0) await tryReaders(work, unknown)
  }
}

type Work = RefreshMembersNeeds & { organizations: Organizations; organization: Organization }

/** What a list is written over. */
const overOf = (before: MemberList | undefined): Pick<MemberList, 'version' | 'fault'> => ({
  version: before?.version ?? 0,
  ...(before?.fault && { fault: before.fault }),
})

/**
 * Without a listing, nothing else would write a damaged list again before an account joins, nor the copy of a list that an earlier version
 * wrote.
 */
const repair = async ({ ledger, clock, log }: Work): Promise<void> => {
  const list = await ledger.readMembers()
  if (!list || list.fault?.isLost) return
  const isDamaged = list.fault?.kind === 'damaged'
  if (!isDamaged && !(await ledger.takeLease('copy of the accounts', clock.nowMs(), COPIED_EVERY_MS))) return
  if ((await ledger.saveMembers(list)) && isDamaged)
    log.info('The list of the organization’s accounts was damaged, and was written again from its copy.', {
      accounts: list.accounts.length,
    })
}

const listMembers = async (work: Work, unknown: readonly UnknownAccount[]): Promise<void> => {
  const { organizations, organization, ledger, clock, log } = work
  const isAwaited = unknown.some(({ checkedAtMs }) => checkedAtMs === undefined)
  const isDue = await ledger.takeLease('accounts of the organization', clock.nowMs(), EVERY_MS)
  if (!isDue && !isAwaited) return
  const before = await ledger.readMembers()
  const over = overOf(before)
  try {
    const listed = await organizations.listMembers()
    const now = takeListed(before, organization.id, listed, clock.nowMs())
    // 3 save
    await ledger.saveMembers({ ...now, ...over })
    logChange(work, before, now)
    // What a list lacks that is not taken may be there all the same.
    if (now.trouble) return
    const ids = new Set(listed.accounts.map(({ id }) => id))
    const checkedAtMs = clock.nowMs()
    await ledger.saveChecked(
      unknown.map(({ id }) => ({ id, checkedAtMs, ...(!ids.has(id) && { failure: NOT_LISTED }) })),
    )
  } catch (error) {
    log.error('The accounts of the organization could not be listed; the last list stays in use.', {
      organization: organization.id,
      why: String(error),
    })
    const none: MemberList = { organization: organization.id, accounts: [], listedAtMs: 0, version: 0 }
    // There is no list to keep: a damaged one stays as it is until AWS lists them.
    if (before?.fault?.isLost) return
    await ledger.saveMembers(troubleOf(before ?? none, errorName(error), clock.nowMs()))
  }
}

/** Without a list, an account counts once its reader role can be assumed. The bus accepts events only from accounts of the organization. */
const tryReaders = async (work: Work, unknown: readonly UnknownAccount[]): Promise<void> => {
  const { organizations, organization, ledger, clock, log } = work
  const oldestFirst = [...unknown].sort((a, b) => (a.checkedAtMs ?? 0) - (b.checkedAtMs ?? 0))
  const added: string[] = []
  const checked: { id: string; checkedAtMs: number; failure?: string }[] = []
  await inParallel(oldestFirst.slice(0, TRIED_IN_A_RUN), TRIED_AT_ONCE, async ({ id }) => {
    try {
      await organizations.tryReader(id)
      added.push(id)
      checked.push({ id, checkedAtMs: clock.nowMs() })
    } catch (error) {
      log.warn('An account sent an event, and its reader role cannot be assumed.', {
        account: id,
        why: String(error),
      })
      checked.push({ id, checkedAtMs: clock.nowMs(), failure: errorName(error) })
    }
  })
  if (added.length > 0) {
    const before = await ledger.readMembers()
    const accounts = before?.organization === organization.id ? before.accounts : []
    const now = {
      organization: organization.id,
      accounts: [
        ...accounts.filter(({ id }) => !added.includes(id)),
        ...added.map(id => ({ id, joinedAtMs: clock.nowMs() })),
      ].sort((a, b) => a.id.localeCompare(b.id)),
      listedAtMs: clock.nowMs(),
    }
    // 3 Save. If a run ends before this, the next one tries the same accounts again.
    await ledger.saveMembers({ ...now, ...overOf(before) })
    logChange(work, before, now)
  }
  await ledger.saveChecked(checked)
}

const logChange = (
  { log, organization }: Work,
  before: MemberList | undefined,
  now: Omit<MemberList, 'version'>,
): void => {
  const was = new Set(before?.accounts.map(({ id }) => id))
  const is = new Set(now.accounts.map(({ id }) => id))
  const joined = [...is].filter(id => !was.has(id))
  const left = [...was].filter(id => !is.has(id))
  if (now.trouble)
    log.error('AWS lists less than half of the accounts; the last list stays in use for now.', {
      organization: organization.id,
      trouble: now.trouble,
    })
  if (joined.length + left.length > 0)
    log.info('The accounts of the organization changed.', {
      accounts: is.size,
      joined: joined.slice(0, 20),
      left: left.slice(0, 20),
    })
}
