import type { AccountRegion } from './alias.ts'
import type { Config } from './config.ts'
import { placeKey } from './fleet.ts'
import type { MemberList, UnknownAccount } from './member-list.ts'
import type { Place } from './place.ts'

/** An account and region that can't be scanned, and the error's name. */
interface Unreadable extends AccountRegion {
  error: string
}

/** What amiops cannot see of the accounts of its config, and of the organization. */
export interface PlaceHealth {
  /** Accounts whose reader role cannot be assumed (`ROLE_REFUSED`): they have no member stack, or it trusts somebody else. */
  noRole: readonly string[]
  /** The same for the account that manages the organization: service-managed StackSets leave it out. */
  management?: string
  /** A call failed there. */
  unreadable: readonly Unreadable[]
  /** AWS did not answer, or nothing was scanned for two hours. */
  silent: readonly AccountRegion[]
  /** Only of other accounts than amiops's own: scans found changes within the last day of which no event came. */
  eventless: readonly AccountRegion[]
  /** Accounts that sent events and could not be added. */
  unknown: readonly UnknownAccount[]
  /** The accounts of the organization could not be listed. */
  list?: MemberList['trouble']
}

const HOUR_MS = 60 * 60_000
const SILENT_AFTER_MS = 2 * HOUR_MS
const EVENTLESS_FOR_MS = 24 * HOUR_MS

/** STS's code if a role cannot be assumed. EC2 has other codes for calls that it refuses.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export const ROLE_REFUSED = 'AccessDenied'

/** @param known the results of the scans */
export const placeHealthOf = (
  { accounts, organization }: Pick<Config, 'accounts' | 'organization'>,
  known: readonly Place[],
  nowMs: number,
  members?: { list: MemberList | undefined; unknown: readonly UnknownAccount[] },
): PlaceHealth => {
  const byKey = new Map(known.map(place => [placeKey(place), place]))
  const noRole: string[] = []
  const unreadable: Unreadable[] = []
  const silent: AccountRegion[] = []
  const eventless: AccountRegion[] = []
  for (const { id: account, regions, readRole } of accounts) {
    const places = regions.map(region => {
      const place = { account, region }
      return { place, known: byKey.get(placeKey(place)) }
    })
    const failures = places.map(({ known: one }) => one?.scan?.failure?.name)
    if (readRole !== undefined && failures.includes(ROLE_REFUSED)) {
      noRole.push(account)
      continue
    }
    for (const { place, known: one } of places) {
      const failure = one?.scan?.failure
      if (failure && !failure.isSilent) unreadable.push({ ...place, error: failure.name })
      else if (failure || isSilent(one, nowMs)) silent.push(place)
      if (readRole !== undefined && nowMs - (one?.scan?.lateAtMs ?? 0) < EVENTLESS_FOR_MS)
        eventless.push(place)
    }
  }
  const ours = new Set([...accounts.map(({ id }) => id), ...(organization?.exclude ?? [])])
  const { list, unknown = [] } = members ?? {}
  const management = noRole.find(account => account === list?.management)
  return {
    noRole: noRole.filter(account => account !== management),
    ...(management !== undefined && { management }),
    unreadable,
    silent,
    eventless,
    unknown: unknown.filter(({ id, failure }) => failure !== undefined && !ours.has(id)),
    ...(list?.trouble && list.organization === organization?.id && { list: list.trouble }),
  }
}

/** A place that was never asked for is new; one that was scanned in part is on its way. */
const isSilent = (place: Place | undefined, nowMs: number): boolean => {
  if (!place?.askedAtMs) return false
  const { scan } = place
  if (scan?.next !== undefined) return false
  return scan !== undefined && nowMs - (scan.scannedAtMs ?? scan.startedAtMs) > SILENT_AFTER_MS
}
