import type { Action } from './actions.ts'
import type { ImageFacts, ImageSnapshot } from './image.ts'
import type { RequestOptions } from './request.ts'
import { type Sharing, sharedWith } from './sharing.ts'

/** The result of a lookup: a value, which may be empty, or why it is unknown. Unknown is never "none". */
export type Finding<T> = { known: true; value: T } | { known: false; why: string }

/** Nobody asked AWS for it. */
export const NOT_LOOKED_UP: Finding<never> = { known: false, why: 'not looked up' }

export const USE_KINDS = [
  'instance',
  'launch-template',
  'auto-scaling-group',
  'launch-configuration',
  'parameter',
  'image-recipe',
  'container-recipe',
] as const
export type UseKind = (typeof USE_KINDS)[number]

/** Something that needs the image. */
export interface Use {
  kind: UseKind
  /** The name that people know it by, or else its id. */
  name: string
  /** How it names the image: `running`, `version 7, $Default`. */
  detail?: string
  /** How many further uses it stands for, which are left out here. */
  more?: number
}

/** A snapshot of the image, and the other images that need it too. */
export interface SharedSnapshot extends ImageSnapshot {
  alsoIn: readonly string[]
}

/** How long a rule of the Recycle Bin would keep the image and its snapshots; absent where no rule fits. */
export interface Retention {
  imageDays?: number
  snapshotDays?: number
}

/** Instances that run an image, by the aliases or ids of their accounts. */
/** How the reason begins where AWS did not answer, or was not asked, in the time that there was. */
export const NO_ANSWER_IN_TIME = 'AWS gave no answer in time'

export interface InstancesByAccount {
  /** How many accounts were asked. */
  asked: number
  running: readonly { name: string; instances: number }[]
  /** Those that did not answer: their instances are not known. */
  unread: readonly { name: string; why: string }[]
}

/** The facts of an image that its impact is looked up with. */
export type FactsForImpact = Pick<ImageFacts, 'public' | 'tags' | 'snapshots'>

/** Whether the same is looked up for both. */
export const isSameForImpact = (a: FactsForImpact, b: FactsForImpact): boolean =>
  askedWith(a) === askedWith(b)

const askedWith = ({ public: isPublic, tags, snapshots }: FactsForImpact): string =>
  JSON.stringify([
    isPublic === true,
    Object.entries(tags).sort(),
    snapshots.map(one => Object.entries(one).sort()),
  ])

/** What people need to know before an image is changed. Each part is looked up by itself, and may fail by itself. */
export interface ImpactParts {
  /** From `DescribeImageReferences`: instances, launch templates, parameters, recipes of the own account. */
  references: readonly Use[]
  /** Instances that are not terminated. */
  instances: readonly Use[]
  /** Launch templates whose `$Default` or `$Latest` version names the image. */
  launchTemplates: readonly Use[]
  /** Auto Scaling groups and launch configurations, which EC2's references leave out. */
  autoScaling: readonly Use[]
  otherAccounts: InstancesByAccount
  sharing: Sharing
  snapshots: readonly SharedSnapshot[]
  retention: Retention
}
export type ImpactPart = keyof ImpactParts

export type Impact = { readonly [Part in ImpactPart]: Finding<ImpactParts[Part]> }
/** The same while it is being looked up. */
export type PendingImpact = { readonly [Part in ImpactPart]: Promise<Finding<ImpactParts[Part]>> }

export const IMPACT_PARTS: readonly ImpactPart[] = [
  'references',
  'instances',
  'launchTemplates',
  'autoScaling',
  'otherAccounts',
  'sharing',
  'snapshots',
  'retention',
]

/** Whether all parts have arrived. */
export const isWhole = (impact: Partial<Impact>): impact is Impact =>
  IMPACT_PARTS.every(part => impact[part] !== undefined)

/** What makes a change of an image dangerous. What is unknown counts as the worse case. */
export interface Risk {
  isInUse: boolean
  isShared: boolean
  /** No rule of the Recycle Bin would keep the image, or that is unknown. */
  isForGood: boolean
  /** The parts that are unknown. */
  unknown: readonly ImpactPart[]
}

/** The parts that list uses. */
export const USE_PARTS = ['references', 'instances', 'launchTemplates', 'autoScaling'] as const

/** Identifies a use, whichever call lists it. */
export const keyOfUse = ({ kind, name }: Use): string => `${kind}/${name}`

/** All uses of the image, each once: several calls name the same one, each with its own detail. */
export const usesOf = (impact: Partial<Impact>): Use[] => {
  const found = new Map<string, Use>()
  for (const part of USE_PARTS) {
    const finding = impact[part]
    if (!finding?.known) continue
    for (const use of finding.value) {
      const key = keyOfUse(use)
      const known = found.get(key)
      if (!known || (use.detail?.length ?? 0) > (known.detail?.length ?? 0)) found.set(key, use)
    }
  }
  return [...found.values()]
}

/** How many instances of other accounts run it, as far as that is known. */
export const instancesElsewhere = ({ otherAccounts }: Partial<Impact>): number =>
  otherAccounts?.known ? otherAccounts.value.running.reduce((sum, { instances }) => sum + instances, 0) : 0

/** Whether some use was found, in any account. */
export const isFoundInUse = (impact: Partial<Impact>): boolean =>
  usesOf(impact).length > 0 || instancesElsewhere(impact) > 0

const isRead = (impact: Impact, part: ImpactPart): boolean =>
  impact[part].known &&
  (part !== 'otherAccounts' || !impact.otherAccounts.known || impact.otherAccounts.value.unread.length === 0)

export const decideRisk = (impact: Impact): Risk => {
  const { sharing, retention } = impact
  const unknown = IMPACT_PARTS.filter(part => !isRead(impact, part))
  return {
    isInUse:
      isFoundInUse(impact) || [...USE_PARTS, 'otherAccounts' as const].some(part => unknown.includes(part)),
    isShared: !sharing.known || sharedWith(sharing.value) > 0,
    isForGood: !retention.known || retention.value.imageDays === undefined,
    unknown,
  }
}

/** Whether the image could not be restored: nothing keeps it, or nothing keeps the snapshots that go with it. */
export const isLostForGood = (
  action: Action,
  impact: Impact,
  { deleteSnapshots }: RequestOptions = {},
): boolean => {
  if (action !== 'deregister') return false
  const { retention, snapshots } = impact
  const hasSnapshots = !snapshots.known || snapshots.value.length > 0
  const losesSnapshots =
    deleteSnapshots === true && hasSnapshots && retention.known && retention.value.snapshotDays === undefined
  return decideRisk(impact).isForGood || losesSnapshots
}
