import type { Change, ChangeAnswer } from '../../../src/domain/change.ts'
import type { ImageSession } from '../../../src/domain/change-session.ts'
import { isMatch } from '../../../src/domain/glob.ts'
import { type ImageFacts, type ImageRef, imageKey, parseImageKey } from '../../../src/domain/image.ts'
import { NOBODY, type Sharing, withoutSharing, withSharing } from '../../../src/domain/sharing.ts'
import type { Images, Recycled } from '../../../src/ports.ts'

export interface MemoryImages extends Omit<Images, 'change'> {
  /** Without a session, the change is made by somebody outside amiops. */
  change(change: Change, session?: ImageSession): Promise<ChangeAnswer>
  /** The session of every change that amiops carried out, in order. */
  readonly sessions: readonly { call: Change['call']; session: ImageSession }[]
  /** The sessions that were opened ahead of their calls. */
  readonly begun: readonly ImageSession[]
  put(image: ImageRef, facts: ImageFacts): void
  share(image: ImageRef, sharing: Sharing): void
  blockPublicAccess(): void
  remove(image: ImageRef): void
  stateOf(image: ImageRef): string
  /** The Recycle Bin keeps images that are deregistered from now on until this time, with their snapshots unless those are left out. */
  keepUntil(untilMs: number | undefined, kept?: 'images alone'): void
  /** Every change that was really carried out, in order. */
  readonly changed: readonly string[]
  /** The next real change is answered so, before or after it took effect. */
  answerNext(answer: ChangeAnswer, afterEffect?: boolean): void
}

const PAGE = 1000

/** EC2 in memory: it has states, but no permissions. It sends no events; a test sends them when it wants. */
export const createMemoryImages = (): MemoryImages => {
  const images = new Map<string, ImageFacts>()
  const sharings = new Map<string, Sharing>()
  const bin = new Map<string, { facts: ImageFacts; untilMs: number; snapshotIds: string[] }>()
  const snapshotSharings = new Map<string, readonly string[]>()
  const changed: string[] = []
  const sessions: { call: Change['call']; session: ImageSession }[] = []
  const begun: ImageSession[] = []
  /** Snapshots that were deleted and are kept nowhere. */
  const lost = new Set<string>()
  let keptUntilMs: number | undefined
  let keepsSnapshots = true
  let next: { answer: ChangeAnswer; afterEffect: boolean } | undefined
  let requests = 0
  let publicAccess: 'allowed' | 'blocked' = 'allowed'

  const sharingOf = (key: string): Sharing => sharings.get(key) ?? NOBODY

  const setSharing = (key: string, sharing: Sharing): void => {
    sharings.set(key, sharing)
    const facts = images.get(key)
    if (facts) images.set(key, { ...facts, public: sharing.isPublic })
  }

  const inPlace = (account: string, region: string) =>
    [...images].flatMap(([key, facts]) => {
      const image = parseImageKey(key)
      return image && image.account === account && image.region === region ? [{ image, facts }] : []
    })

  const refusal = ({ call, image }: Change): ChangeAnswer | undefined => {
    const key = imageKey(image)
    const isThere = call === 'RestoreImageFromRecycleBin' ? bin.has(key) : images.has(key)
    return isThere || call === 'RestoreSnapshotFromRecycleBin'
      ? undefined
      : {
          kind: 'refused',
          code: 'InvalidAMIID.NotFound',
          message: `The image id '[${image.imageId}]' does not exist`,
        }
  }

  const effect = (change: Change): void => {
    const key = imageKey(change.image)
    const facts = images.get(key)
    changed.push(`${change.call} ${change.image.imageId}`)
    switch (change.call) {
      case 'EnableImage':
        return void (facts && images.set(key, { ...facts, state: 'available' }))
      case 'DisableImage':
        setSharing(key, NOBODY)
        return void (facts && images.set(key, { ...facts, public: false, state: 'disabled' }))
      case 'DeregisterImage': {
        const deleted = change.deleteSnapshots ? (facts?.snapshots ?? []).map(s => s.snapshotId) : []
        const isKept = keptUntilMs !== undefined && keepsSnapshots
        if (!isKept) for (const id of deleted) lost.add(id)
        if (facts && keptUntilMs !== undefined)
          bin.set(key, { facts, untilMs: keptUntilMs, snapshotIds: isKept ? deleted : [] })
        return void images.delete(key)
      }
      case 'RestoreImageFromRecycleBin': {
        const kept = bin.get(key)
        bin.delete(key)
        return void (kept && images.set(key, kept.facts))
      }
      case 'CreateTags':
        return void (facts && images.set(key, { ...facts, tags: { ...facts.tags, ...change.tags } }))
      case 'EnableImageDeprecation':
        return void (facts && images.set(key, { ...facts, deprecatedAtMs: change.atMs }))
      // Its result comes later; a test sets it when it wants.
      case 'StartOnDemandScan':
        return
      case 'DisableImageDeprecation': {
        const { deprecatedAtMs: _removed, ...rest } = facts ?? { tags: {}, state: 'available', snapshots: [] }
        return void images.set(key, rest)
      }
      case 'DisableImageDeregistrationProtection':
        return void (facts && images.set(key, { ...facts, deregistrationProtection: 'disabled' }))
      case 'ModifyImageAttribute':
        return void setSharing(
          key,
          withoutSharing(withSharing(sharingOf(key), change.share ?? NOBODY), change.unshare ?? NOBODY),
        )
      case 'ModifySnapshotAttribute': {
        const { snapshotId, share = [], unshare = [] } = change
        const now = [...new Set([...(snapshotSharings.get(snapshotId) ?? []), ...share])]
        return void snapshotSharings.set(
          snapshotId,
          now.filter(id => !unshare.includes(id)),
        )
      }
      case 'RestoreSnapshotFromRecycleBin': {
        const kept = bin.get(key)
        if (kept) kept.snapshotIds = kept.snapshotIds.filter(id => id !== change.snapshotId)
        return
      }
    }
  }

  return {
    changed,
    sessions,
    begun,
    put: (image, facts) => void images.set(imageKey(image), facts),
    share: (image, sharing) => setSharing(imageKey(image), sharing),
    blockPublicAccess() {
      publicAccess = 'blocked'
    },
    remove: image => void images.delete(imageKey(image)),
    stateOf: image => images.get(imageKey(image))?.state ?? 'deregistered',
    keepUntil(untilMs, kept) {
      keptUntilMs = untilMs
      keepsSnapshots = kept === undefined
    },
    answerNext(answer, afterEffect = false) {
      next = { answer, afterEffect }
    },
    async describe(account, region, imageIds) {
      const known = inPlace(account, region).filter(({ image }) => imageIds.includes(image.imageId))
      return new Map(known.map(({ image, facts }) => [image.imageId, facts]))
    },
    search: async (account, region, pattern, by = 'name') =>
      inPlace(account, region).filter(({ image, facts }) =>
        isMatch(pattern, by === 'name' ? (facts.name ?? '') : image.imageId),
      ),
    madeFrom: async (account, region, imageIds) =>
      inPlace(account, region).filter(({ facts }) => imageIds.includes(facts.sourceImageId ?? '')),
    recycleBin: async (account, region) =>
      [...bin].flatMap(([key, { facts, untilMs }]) => {
        const image = parseImageKey(key)
        return image?.account === account && image.region === region
          ? [{ imageId: image.imageId, untilMs, ...(facts.name && { name: facts.name }) }]
          : []
      }),
    async listPage(account, region, from = '0') {
      const all = inPlace(account, region)
      const end = Number(from) + PAGE
      return { images: all.slice(Number(from), end), ...(end < all.length && { next: String(end) }) }
    },
    sharing: async image => sharingOf(imageKey(image)),
    snapshotSharing: async (_image, snapshotId) => snapshotSharings.get(snapshotId) ?? [],
    publicAccess: async () => publicAccess,
    async recycled(image, snapshotIds): Promise<Recycled | undefined> {
      const kept = bin.get(imageKey(image))
      return (
        kept && {
          untilMs: kept.untilMs,
          snapshotIds: kept.snapshotIds.filter(id => snapshotIds.length === 0 || snapshotIds.includes(id)),
          lostIds: snapshotIds.filter(id => lost.has(id)),
          ...(kept.facts.name && { name: kept.facts.name }),
        }
      )
    },
    rehearse: async change => refusal(change) ?? { kind: 'accepted', requestId: `dry-${++requests}` },
    async beginSession(session) {
      begun.push(session)
    },
    async change(change, session) {
      if (session) sessions.push({ call: change.call, session })
      const answer = next
      next = undefined
      const refused = refusal(change)
      if (refused) return refused
      if (answer && !answer.afterEffect) return answer.answer
      effect(change)
      return answer?.answer ?? { kind: 'accepted', requestId: `real-${++requests}` }
    },
  }
}
