import { type Config, isOurAccount } from '../../domain/config.ts'
import { groupBy } from '../../domain/group-by.ts'
import { isNotOurs, type UnknownAccount } from '../../domain/member-list.ts'
import { allOf } from '../../in-parallel.ts'
import type { Clock, Log, Members } from '../../ports.ts'
import type { Outcome } from '../announce/announce.ts'

interface Needs {
  ledger: Pick<Members, 'saveUnknownAccount'>
  config: Config
  clock: Clock
  log: Log
}

/** What EventBridge sent of an account. */
interface FromAccount {
  id: string
  account: string
  atMs: number
}

/** A member stack makes its rules and its roles at the same time, and IAM's changes take a while to reach everywhere. */
const ADDED_WITHIN_MS = 30 * 60_000
const AGAIN_SEC = 60

/**
 * Holds back events of accounts that are neither in the config nor in the list of the organization's accounts. The schedule checks such
 * accounts. Its events wait in their queue until it is added; once a check has said no, those that are half an hour old are dropped.
 * Without an organization in the config nothing is held back.
 *
 * @returns the outcomes of what is held back or dropped, by their ids
 */
export const holdUnknown = async (
  needs: Needs,
  all: readonly FromAccount[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const { config, clock, log } = needs
  const { organization } = config
  if (!organization) return new Map()
  const unknown = groupBy(
    all.filter(({ account }) => !isOurAccount(config, account)),
    ({ account }) => account,
  )
  const outcomes = await allOf(
    [...unknown].map(async ([account, list]) => {
      if (organization.exclude.includes(account)) return list.map(one => [one.id, DONE] as const)
      const known = await saveSender(needs, account)
      const dropped = list.filter(({ atMs }) => known && isRefused(known, atMs, clock.nowMs()))
      if (known && dropped.length > 0)
        log.warn('Events of an account were dropped: amiops could not add it.', {
          account,
          events: dropped.length,
          why: known.failure,
        })
      return list.map(one => [one.id, dropped.includes(one) ? DONE : waitFor(account)] as const)
    }),
  )
  return new Map(outcomes.flat())
}

/** @returns undefined if the ledger does not answer: only this account's events wait for it */
const saveSender = async (
  { ledger, clock, log }: Needs,
  account: string,
): Promise<UnknownAccount | undefined> => {
  try {
    return await ledger.saveUnknownAccount(account, clock.nowMs())
  } catch (error) {
    log.warn('An account that is not known could not be saved; its events wait.', {
      account,
      why: String(error),
    })
    return undefined
  }
}

const DONE: Outcome = { kind: 'done' }

const waitFor = (account: string): Outcome => ({
  kind: 'again',
  afterSec: AGAIN_SEC,
  why: `Account ${account} is not known yet.`,
  isPlanned: true,
})

const isRefused = (known: UnknownAccount, atMs: number, nowMs: number): boolean =>
  isNotOurs(known) &&
  known.checkedAtMs !== undefined &&
  known.checkedAtMs > atMs &&
  nowMs - atMs >= ADDED_WITHIN_MS
