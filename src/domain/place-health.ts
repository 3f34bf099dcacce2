import { compactPlaces, type FailedPlace, type PlaceGroup } from './compact-places.ts'
import type { Account, Config } from './config.ts'
import { placeKey, placesIn } from './fleet.ts'
import type { ListFault, MemberList, UnknownAccount } from './member-list.ts'
import type { Place } from './place.ts'
import { type PlaceState, placeStateOf } from './place-state.ts'

/** What can be wrong with an account and region, each with a cause and a remedy of its own. */
export const PLACE_KINDS = ['denied', 'unreadable', 'silent', 'late', 'ours', 'eventless'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** What amiops cannot see of the accounts of its config, and of the organization. */
export interface PlaceHealth {
  /** Accounts whose reader role cannot be assumed (`ROLE_REFUSED`): they have no member stack, or it trusts somebody else. */
  noRole: readonly string[]
  /** The same of accounts that amiops found by their events: whether they left the organization, nobody has listed. */
  maybeLeft: readonly string[]
  /** The same of accounts that the config names, and AWS does not list in the organization. */
  left: readonly string[]
  /** The same of the account that manages the organization: service-managed StackSets leave it out. */
  management?: string
  /**
   * `denied`: a call was denied there; `unreadable`: it failed otherwise; `silent`: AWS did not answer; `late`: the scan that was asked
   * for does not come; `ours`: it failed within amiops; `eventless`, of other accounts than amiops's own: changes were found by a scan
   * within the last day, and no event of them came.
   */
  places: Readonly<Record<PlaceKind, readonly PlaceGroup[]>>
  /** Accounts that sent events and could not be added. */
  unknown: readonly UnknownAccount[]
  /** The accounts of the organization could not be listed. */
  list?: MemberList['trouble']
  /** Their list in the ledger cannot be read. */
  fault?: ListFault
}

const EVENTLESS_FOR_MS = 24 * 60 * 60_000

/** STS's code if a role cannot be assumed. EC2 has other codes for calls that it refuses.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export const ROLE_REFUSED = 'AccessDenied'
/** A policy is in the way: of the role, of the organization, or none that allows it. */
const DENIED = /^(Unauthorized|AccessDenied|ExplicitDeny)/

/** @param known the results of the scans */
export const placeHealthOf = (
  { accounts, organization }: Pick<Config, 'accounts' | 'organization'>,
  known: readonly Place[],
  nowMs: number,
  members?: { list: MemberList | undefined; unknown: readonly UnknownAccount[] },
): PlaceHealth => {
  const byKey = new Map(known.map(place => [placeKey(place), place]))
  const refused: Pick<Account, 'id' | 'discovered'>[] = []
  const found = new Map<PlaceKind, FailedPlace[]>()
  const add = (kind: PlaceKind, place: FailedPlace): void => {
    const list = found.get(kind)
    if (list) list.push(place)
    else found.set(kind, [place])
  }
  for (const { id: account, regions, readRole, discovered } of accounts) {
    const places = regions.map(region => {
      const one = byKey.get(placeKey({ account, region }))
      return {
        place: { account, region },
        state: placeStateOf(one, nowMs),
        lateAtMs: one?.scan?.lateAtMs ?? 0,
      }
    })
    if (readRole !== undefined && places.some(({ state }) => isRefusedRole(state))) {
      refused.push({ id: account, ...(discovered && { discovered }) })
      continue
    }
    for (const { place, state, lateAtMs } of places) {
      const kind = kindOf(state)
      if (kind) add(kind, { ...place, ...('error' in state && { error: state.error }) })
      if (readRole !== undefined && nowMs - lateAtMs < EVENTLESS_FOR_MS) add('eventless', place)
    }
  }
  const all = placesIn({ accounts })
  const groups = (kind: PlaceKind) => compactPlaces(found.get(kind) ?? [], all)
  const ours = new Set([...accounts.map(({ id }) => id), ...(organization?.exclude ?? [])])
  const { list, unknown = [] } = members ?? {}
  return {
    ...withoutRole(refused, organization, list),
    places: {
      denied: groups('denied'),
      unreadable: groups('unreadable'),
      silent: groups('silent'),
      late: groups('late'),
      ours: groups('ours'),
      eventless: groups('eventless'),
    },
    unknown: unknown.filter(({ id, failure }) => failure !== undefined && !ours.has(id)),
    ...(list?.trouble && list.organization === organization?.id && { list: list.trouble }),
    ...(list?.fault && { fault: list.fault }),
  }
}

const isRefusedRole = (state: PlaceState): boolean => state.kind === 'refused' && state.error === ROLE_REFUSED

const kindOf = (state: PlaceState): PlaceKind | undefined => {
  switch (state.kind) {
    case 'refused':
      return DENIED.test(state.error) ? 'denied' : 'unreadable'
    case 'silent':
    case 'late':
    case 'ours':
      return state.kind
    default:
      return undefined
  }
}

/** Why the reader role of each of these accounts may be missing. */
const withoutRole = (
  refused: readonly Pick<Account, 'id' | 'discovered'>[],
  organization: Config['organization'],
  list: MemberList | undefined,
): Pick<PlaceHealth, 'noRole' | 'maybeLeft' | 'left' | 'management'> => {
  const isOurList = list !== undefined && list.organization === organization?.id
  const listed = new Set(isOurList ? list.accounts.map(({ id }) => id) : [])
  const isListedByAws = organization?.list !== undefined && listed.size > 0
  const noRole: string[] = []
  const maybeLeft: string[] = []
  const left: string[] = []
  let management: string | undefined
  for (const { id, discovered } of refused)
    if (isOurList && id === list.management) management = id
    else if (isListedByAws && !listed.has(id)) left.push(id)
    else if (organization && !isListedByAws && discovered) maybeLeft.push(id)
    else noRole.push(id)
  return { noRole, maybeLeft, left, ...(management !== undefined && { management }) }
}
