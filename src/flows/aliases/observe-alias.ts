import { isOfActorRole } from '../../domain/actor-role.ts'
import { type AliasPlace, type Assignment, aliasPlaceKey, IMAGE_TYPE } from '../../domain/alias.ts'
import { imageKey, parseImageKey } from '../../domain/image.ts'
import { principalOfArn } from '../../domain/principal-arn.ts'
import { emptyRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import {
  type AliasVersion,
  assignmentOf,
  isAsSeen,
  newVersions,
  outsideEntryOf,
  type SeenAlias,
} from '../../domain/seen-alias.ts'
import type { ParameterNow, ParameterVersion } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { announceUnexplained } from '../attribute/announce-unexplained.ts'
import { addOutside } from './add-outside.ts'
import { announceAssignment } from './announce-assignment.ts'
import { correctPlan } from './correct-plan.ts'
import { withImageNames } from './image-names.ts'
import type { AliasNewsNeeds, Trigger, WithBackoff } from './needs.ts'
import { recordDeleted } from './record-deleted.ts'

/** More changes between two looks are not announced one by one. */
const VERSIONS = 20
/** Requests of amiops's that are not older than those versions. */
const ENTRIES = 50

/**
 * Finds what an alias was set to since amiops looked last: 1 read 2 which versions are new 3 confirm what amiops asked for, record and
 * announce what it did not 4 save what was seen. Doing it twice, or again after any step, changes nothing more.
 */
export const observeAlias = async (
  needs: WithBackoff<AliasNewsNeeds>,
  place: AliasPlace,
  trigger: Trigger,
): Promise<void> => {
  const { ledger, aliases } = needs
  // 1 read
  const seen = (await ledger.readSeenAliases([place])).get(aliasPlaceKey(place))
  const now = await aliases.read(place, place.parameter)
  if (!now) return recordDeleted(needs, place, seen, trigger)
  if (seen && isAsSeen(seen, now) && seen.missingSinceMs === undefined) return
  // 2 which versions are new
  const versions = await aliases.versions(place, place.parameter, VERSIONS)
  const fresh = newVersions(seen, versions, trigger.kind === 'event' ? trigger.atMs : undefined)
  // 3 confirm what amiops asked for, record and announce what it did not; a first scan announces nothing
  const isFirstScan = seen === undefined && trigger.kind === 'scan'
  const toSee = isFirstScan ? versions.toReversed() : fresh
  const entries = toSee.length > 0 ? await ledger.readAssignments(place, ENTRIES) : []
  for (const version of toSee) {
    const own = assignmentOf(entries, version)
    if (own) await confirm(needs, own, version)
    else if (!isFirstScan) await record(needs, place, version, before(version, versions, seen), trigger)
  }
  // 4 save what was seen
  await save(needs, place, seen, now)
}

/** Records that an alias is set as amiops asked. If it was reported as failed before, that is corrected. */
const confirm = async (
  needs: WithBackoff<AliasNewsNeeds>,
  own: Assignment,
  { version }: AliasVersion,
): Promise<void> => {
  const { reason, ...entry } = own
  const isLate = own.outcome === 'failed'
  // The reason for "unknown" or "failed" no longer applies; the one that was given with "accepted" still does.
  const said = isLate ? TAKEN_LATE : own.outcome === 'accepted' ? reason : undefined
  const confirmed: Assignment =
    own.outcome === 'confirmed'
      ? own
      : {
          ...entry,
          outcome: 'confirmed',
          version,
          ...(isLate && { confirmedLate: true as const }),
          ...(said !== undefined && { reason: said }),
        }
  if (confirmed !== own) await needs.ledger.addAssignment(confirmed)
  if (confirmed.confirmedLate) await correctPlan(needs, confirmed)
}

const TAKEN_LATE = 'Parameter Store took the image late: this was reported as failed before'

const before = (
  { version }: AliasVersion,
  versions: readonly AliasVersion[],
  seen: SeenAlias | undefined,
): string | undefined => {
  const earlier = versions.filter(one => one.version < version).sort((a, b) => b.version - a.version)[0]
  return earlier?.value ?? seen?.last?.value
}

const record = async (
  needs: WithBackoff<AliasNewsNeeds>,
  place: AliasPlace,
  version: ParameterVersion,
  from: string | undefined,
  trigger: Trigger,
): Promise<void> => {
  const entry = { ...place, ...outsideEntryOf(version) }
  const known = await needs.ledger.readAssignment(place, entry)
  const assignment: Assignment = known ?? {
    ...entry,
    change: 'outside',
    outcome: 'confirmed',
    version: version.version,
    ...(version.by !== undefined && { principal: principalOfArn(version.by, place.account) }),
    ...(trigger.kind === 'scan' && { seenLate: true as const }),
    ...(await withImageNames(needs, place, { to: version.value, from })),
  }
  if (!known) await addOutside(needs, assignment)
  await announceAssignment(needs, assignment)
  await alertOfActorRole(needs, place, version, assignment)
}

/** Set in a session of the actor role, and no request explains it. */
const alertOfActorRole = async (
  needs: WithBackoff<AliasNewsNeeds>,
  { account, region, parameter }: AliasPlace,
  { value, changedAtMs: atMs }: ParameterVersion,
  { id, principal, to }: Assignment,
): Promise<void> => {
  if (!principal || !isOfActorRole(needs, account, principal)) return
  // Of any signs and any length, where it was not set as an image.
  const image = parseImageKey(imageKey({ account, region, imageId: value }))
  const record = image
    ? await readImage(needs.ledger, image)
    : emptyRecord({ account, region, imageId: to?.imageId ?? '' })
  const key = `${account}/${region}${parameter}/${id}`
  await announceUnexplained(needs, record, { id: key, call: 'PutParameter', atMs, principal, parameter })
}

const save = async (
  { ledger }: AliasNewsNeeds,
  { account, region, parameter }: AliasPlace,
  seen: SeenAlias | undefined,
  { value, version, changedAtMs, dataType }: ParameterNow,
): Promise<void> => {
  const now: SeenAlias = {
    account,
    region,
    parameter,
    last: { value, version, changedAtMs },
    ...(dataType !== IMAGE_TYPE && { dataType }),
    version: seen?.version ?? 0,
  }
  if (!(await ledger.saveSeenAlias(now)))
    throw new RetryLater(5, `Another function has looked at ${parameter} meanwhile.`)
}
