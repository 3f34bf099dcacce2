import { type AllowedImages, isAllowedImage } from './allowed-images.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { Finding } from './impact.ts'
import { decideKeyAccess, type KmsKey, keyStateFault } from './key-access.ts'
import { type Launcher, launchersOf } from './launcher.ts'
import { type Sharing, sharedWith } from './sharing.ts'

/** Whether somebody could launch an image, and why not. */

/** The key of one encrypted snapshot or of several. */
export interface SnapshotKey {
  arn: string
  key: Finding<KmsKey>
}

/** The facts that decide about launches, as far as they were looked up. */
export interface LaunchFacts {
  image: ImageRef
  facts: ImageFacts
  sharing: Finding<Sharing>
  /** Of its encrypted snapshots; none where it has none. */
  keys: Finding<readonly SnapshotKey[]>
  /** By account; an account that is not configured is not in it. */
  allowed: ReadonlyMap<string, Finding<AllowedImages>>
}

/** What prevents a launch, or leaves it unknown. */
type LaunchObstacle = 'state' | 'region' | 'access' | 'key' | 'key-state' | 'allowed-images'

interface LaunchReason {
  obstacle: LaunchObstacle
  /** In words for a person, unescaped. */
  why: string
  /** The ARN of the key. */
  key?: string
}

export interface Launch {
  launcher: Launcher
  can: 'yes' | 'no' | 'unknown'
  /** Why not; or why it is unknown. */
  reasons: readonly LaunchReason[]
  /** For a yes: its conditions, and what was not looked up. */
  notes: readonly string[]
}

interface Answer {
  can: Launch['can']
  reason?: LaunchReason
  note?: string
}

const YES: Answer = { can: 'yes' }

const no = (obstacle: LaunchObstacle, why: string, key?: string): Answer => ({
  can: 'no',
  reason: { obstacle, why, ...(key && { key }) },
})
const unknown = (obstacle: LaunchObstacle, why: string, key?: string): Answer => ({
  can: 'unknown',
  reason: { obstacle, why, ...(key && { key }) },
})

/** Who would launch it, and where. `getsAccess`: a change is about to give the access, so it is assumed. */
export interface LaunchWish {
  launcher: Launcher
  /** The image's own where none is given. */
  region?: string
  getsAccess?: true
}

const isOwner = ({ image }: LaunchFacts, launcher: Launcher): boolean =>
  launcher.kind === 'account' && launcher.id === image.account

const byState = ({ facts }: LaunchFacts): Answer =>
  facts.state === 'available' ? YES : no('state', `the image is ${facts.state}`)

const byRegion = ({ image }: LaunchFacts, { region = image.region }: LaunchWish): Answer =>
  region === image.region ? YES : no('region', `the image is in ${image.region}, not in ${region}`)

/** Access by name. Whether an account belongs to an organization cannot be seen from here. */
const byAccess = (known: LaunchFacts, { launcher, getsAccess }: LaunchWish): Answer => {
  if (getsAccess || isOwner(known, launcher)) return YES
  const { sharing } = known
  if (!sharing.known) return unknown('access', `its launch permissions are unknown: ${sharing.why}`)
  const { value } = sharing
  const has = launchersOf(value)
  const isNamed = has.some(
    one =>
      one.kind === 'everybody' || (one.kind === launcher.kind && 'id' in launcher && one.id === launcher.id),
  )
  if (isNamed) return YES
  const isPerhapsWithin = has.some(({ kind }) => kind === 'organization' || kind === 'unit')
  return isPerhapsWithin && launcher.kind !== 'everybody'
    ? unknown('access', 'the image is shared with an organization, and amiops does not see who belongs to it')
    : no('access', 'the image is not shared with it')
}

const byKeys = ({ keys, image }: LaunchFacts, { launcher }: LaunchWish): Answer[] => {
  if (!keys.known) return [unknown('key', `its KMS key is unknown: ${keys.why}`)]
  return keys.value.map(({ arn, key }): Answer => {
    if (!key.known) return unknown('key', key.why, arn)
    const fault = keyStateFault(key.value)
    if (fault !== undefined) return no('key-state', fault, arn)
    const access = decideKeyAccess(key.value, launcher, image.region)
    if (access.can === 'yes')
      return access.only ? { can: 'yes', note: `only ${access.only.join(', ')}` } : YES
    return access.can === 'no' ? no('key', access.why, arn) : unknown('key', access.why, arn)
  })
}

const byAllowedImages = (known: LaunchFacts, { launcher }: LaunchWish, nowMs: number): Answer => {
  if (isOwner(known, launcher)) return YES
  const allowed = launcher.kind === 'account' ? known.allowed.get(launcher.id) : undefined
  if (!allowed) return { can: 'yes', note: 'its Allowed AMIs are not checked' }
  if (!allowed.known) return unknown('allowed-images', `its Allowed AMIs are unknown: ${allowed.why}`)
  switch (isAllowedImage(allowed.value, known.image.account, known.facts, nowMs)) {
    case 'yes':
      return YES
    case 'no':
      return no('allowed-images', 'its Allowed AMIs do not allow this image')
    case 'maybe':
      return unknown('allowed-images', 'its Allowed AMIs ask for something that amiops does not read')
  }
}

/** Whether somebody could launch the image. One fact that prevents it is enough for a no, even if others are unknown. */
export const decideLaunch = (known: LaunchFacts, wish: LaunchWish, nowMs: number): Launch => {
  const answers = [
    byState(known),
    byRegion(known, wish),
    byAccess(known, wish),
    ...byKeys(known, wish),
    byAllowedImages(known, wish, nowMs),
  ]
  const can = (['no', 'unknown'] as const).find(one => answers.some(answer => answer.can === one)) ?? 'yes'
  const reasons = answers.flatMap(answer => (answer.can === can && answer.reason ? [answer.reason] : []))
  const { deprecatedAtMs } = known.facts
  return {
    launcher: wish.launcher,
    can,
    reasons: reasons.filter((one, index) => reasons.findIndex(({ why }) => why === one.why) === index),
    notes:
      can === 'yes'
        ? [
            ...new Set(answers.flatMap(({ note }) => note ?? [])),
            ...(deprecatedAtMs !== undefined && deprecatedAtMs <= nowMs ? ['the image is deprecated'] : []),
          ]
        : [],
  }
}

/** The launches of an image in numbers, for one line. */
export interface LaunchSummary {
  accounts: number
  /** Organizations, units, everybody. */
  others: number
  /** Those that cannot launch it for a reason that is not the image's own. */
  cannot: number
  /** Of them: who cannot use its key. */
  withoutKey: number
  unknown: number
}

export const summaryOf = (launches: readonly Launch[]): LaunchSummary => {
  const accounts = launches.filter(({ launcher }) => launcher.kind === 'account').length
  const isBlockedBy = ({ can, reasons }: Launch, ...obstacles: LaunchObstacle[]): boolean =>
    can === 'no' && reasons.some(({ obstacle }) => obstacles.includes(obstacle))
  return {
    accounts,
    others: launches.length - accounts,
    cannot: launches.filter(one => isBlockedBy(one, 'key', 'key-state', 'allowed-images')).length,
    withoutKey: launches.filter(one => isBlockedBy(one, 'key')).length,
    unknown: launches.filter(({ can }) => can === 'unknown').length,
  }
}

/** Whether something is worth a look: others have access, and something may keep them from launching it. */
export const asksForLaunchability = (facts: ImageFacts, sharing: Sharing): boolean =>
  sharedWith(sharing) > 0 && facts.snapshots.some(({ encrypted }) => encrypted)
