import type { Config } from '../domain/config.ts'
import type { ConfigInUse } from '../domain/config-in-use.ts'
import { withMembers } from '../domain/member-accounts.ts'
import type { ListFault, MemberList } from '../domain/member-list.ts'

export interface MembersKeeperNeeds {
  readConfig(): Promise<ConfigInUse>
  readMembers(): Promise<MemberList | undefined>
  /** The account that amiops is deployed to, where it is known. */
  own: string | undefined
  nowMs(): number
  log: Readonly<Record<'warn' | 'error', (message: string, facts: Record<string, unknown>) => void>>
}

/** Accounts that joined are taken up within this time. */
const KEPT_MS = 60_000

const faultWords = ({ kind, isLost }: ListFault): string =>
  [
    'The list of the organization’s accounts in the ledger cannot be read.',
    isLost
      ? 'Until AWS lists them again, the functions that know no earlier list work with the accounts of the config.'
      : 'The last list stays in use.',
    kind === 'newer'
      ? 'A later version of amiops wrote it: deploy that version again.'
      : 'It is written again within ten minutes.',
  ].join(' ')

const NONE: Pick<MemberList, 'accounts' | 'left'> = { accounts: [] }

/**
 * Adds the accounts of the organization to the config. Their list is read once a minute at most; where the ledger does not answer, the
 * last one stays in use. Where the list itself cannot be read, its copy is used, else the last one, else the accounts of the file, which
 * is an error in the log once. The config is the same object until something in it changes.
 *
 * @returns rejects where there is no list yet and the ledger does not answer: with the accounts of the file alone, events of the others would
 * wait or be dropped, and their regions would be forgotten. Messages wait in their queue instead.
 */
export const createMembersKeeper = (needs: MembersKeeperNeeds): (() => Promise<ConfigInUse>) => {
  const { readConfig, readMembers, own, nowMs, log } = needs
  let read: { list: MemberList | undefined; untilMs: number } | undefined
  let reported: string | undefined
  let merged: { from: Config; members: string; config: Config } | undefined

  const report = (fault: ListFault | undefined): void => {
    if (fault && fault.why !== reported) log.error(faultWords(fault), { why: fault.why })
    reported = fault?.why
  }

  const readList = async (): Promise<MemberList | undefined> => {
    if (read && read.untilMs > nowMs()) return read.list
    try {
      const now = await readMembers()
      report(now?.fault)
      // A list that was read before has more than no list.
      const list = now?.fault?.isLost && read?.list ? read.list : now
      read = { list, untilMs: nowMs() + KEPT_MS }
    } catch (error) {
      if (!read)
        throw new Error('The accounts of the organization could not be read from the ledger.', {
          cause: error,
        })
      log.warn('The accounts of the organization could not be read again; the last ones stay in use.', {
        why: String(error),
      })
      read = { ...read, untilMs: nowMs() + KEPT_MS }
    }
    return read.list
  }

  return async () => {
    const inUse = await readConfig()
    const { organization } = inUse.config
    if (!organization) return inUse
    const list = await readList()
    const { accounts, left = [] } = list?.organization === organization.id ? list : NONE
    const members = JSON.stringify([accounts, left])
    if (merged?.from !== inUse.config || merged.members !== members)
      merged = { from: inUse.config, members, config: withMembers(inUse.config, accounts, own, left) }
    return { ...inUse, config: merged.config }
  }
}
