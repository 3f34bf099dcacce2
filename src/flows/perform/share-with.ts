import type { Change, ChangeAnswer } from '../../domain/change.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { NotShared, Request } from '../../domain/request.ts'
import { NOBODY, sharedWith } from '../../domain/sharing.ts'
import { type SharedInParts, shareInParts } from './share-in-parts.ts'

type Ask = (change: Change) => Promise<ChangeAnswer>

/**
 * Changes who may launch an image: 1 gives launch permissions 2 takes others away 3 the same for its snapshots, where that was asked for.
 * Access is given first, so that a part that fails takes nothing away. All of it can be done twice.
 *
 * @returns accepted if any part was; those for whom EC2 refused it are named
 */
export const shareWith = async (
  ask: Ask,
  request: Request,
  record: ImageRecord,
  hasTime: () => boolean,
): Promise<SharedInParts> => {
  const { image, share = NOBODY, unshare = NOBODY } = request
  const answers: SharedInParts[] = []
  // 1 give
  if (sharedWith(share) > 0)
    answers.push(
      await shareInParts(ask, part => ({ call: 'ModifyImageAttribute', image, share: part }), share, hasTime),
    )
  // 2 take
  if (sharedWith(unshare) > 0 && !answers.some(isUnknown))
    answers.push(
      left(
        await shareInParts(
          ask,
          part => ({ call: 'ModifyImageAttribute', image, unshare: part }),
          unshare,
          hasTime,
        ),
      ),
    )
  // 3 snapshots
  const isAccepted = answers.some(({ kind }) => kind === 'accepted')
  if (request.options?.shareSnapshots && isAccepted && !answers.some(isUnknown))
    answers.push(...(await shareSnapshots(ask, request, record)))
  const unknown = answers.find(isUnknown)
  if (unknown) return unknown
  const notShared = answers.flatMap(one => one.notShared ?? [])
  const answer = answers.findLast(({ kind }) => kind === 'accepted') ?? answers[0]
  if (!answer) throw new Error(`Expected a request to share ${image.imageId} to change something.`)
  return { ...answer, ...(notShared.length > 0 && { notShared }) }
}

const left = (answer: SharedInParts): SharedInParts =>
  answer.notShared
    ? { ...answer, notShared: answer.notShared.map(no => ({ ...no, isLeft: true as const })) }
    : answer

const isUnknown = ({ kind }: SharedInParts): boolean => kind === 'unknown'

/** A call gives or takes, not both. */
const shareSnapshots = async (
  ask: Ask,
  { image, share = NOBODY, unshare = NOBODY }: Request,
  { facts }: ImageRecord,
): Promise<SharedInParts[]> => {
  const answers: SharedInParts[] = []
  for (const { snapshotId } of facts?.snapshots ?? [])
    for (const [which, { accounts }] of [
      ['share', share],
      ['unshare', unshare],
    ] as const) {
      if (accounts.length === 0) continue
      const answer = await ask({ call: 'ModifySnapshotAttribute', image, snapshotId, [which]: accounts })
      if (answer.kind === 'unknown') return [...answers, answer]
      answers.push(answer.kind === 'refused' ? refusedFor(answer, snapshotId, accounts) : answer)
    }
  return answers
}

const refusedFor = (
  answer: Extract<ChangeAnswer, { kind: 'refused' }>,
  snapshotId: string,
  accounts: readonly string[],
): SharedInParts => {
  const { code, message } = answer
  const no: NotShared = { with: { ...NOBODY, accounts }, code, snapshotId, ...(message && { message }) }
  return { ...answer, notShared: [no] }
}
