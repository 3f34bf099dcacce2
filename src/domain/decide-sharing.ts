import {
  type AudienceChoice,
  differenceOf,
  isNoDifference,
  isSameChoice,
  isSameDifference,
  knownChoice,
  type SharingDifference,
} from './audience.ts'
import type { Config } from './config.ts'
import type { Complaint } from './form-fields.ts'
import type { Finding } from './impact.ts'
import type { Proposal } from './proposal.ts'
import { inBoth, NOBODY, type Sharing, withoutSharing } from './sharing.ts'

/** What a form of Share… that was sent asks for. */
export type DecidedSharing =
  /** As the person saw it. */
  | { kind: 'seen'; difference: SharingDifference }
  /** It differs from what the form showed, so it is shown first. */
  | { kind: 'unseen'; difference: SharingDifference; choice?: AudienceChoice }
  | { kind: 'complaint'; complaint: Complaint }

const complaint = (text: string): DecidedSharing => ({ kind: 'complaint', complaint: { field: 'add', text } })

/** The difference that the choice asks for; for an undo, what is left to take back. */
const wantedOf = (
  { audiences }: Pick<Config, 'audiences'>,
  { image, share = NOBODY, unshare = NOBODY }: Proposal,
  choice: AudienceChoice | undefined,
  now: Sharing,
): SharingDifference =>
  choice
    ? differenceOf(audiences, choice, image.account, now)
    : { share: withoutSharing(share, now), unshare: inBoth(unshare, now) }

/**
 * Compares what was sent with what the form showed. Only a difference that the person has seen is carried out: not another choice, and
 * not the same one after somebody else has changed who has access.
 *
 * @param sent which submission, and what it chose
 * @param sharing who has access now
 */
export const decideSharing = (
  config: Pick<Config, 'audiences'>,
  proposal: Proposal,
  sent: { key: string; askedAtMs: number; choice?: AudienceChoice | undefined },
  sharing: Finding<Sharing>,
): DecidedSharing => {
  if (!sharing.known)
    return complaint('EC2 did not say who has access now, so nothing was changed. Try again in a minute.')
  const isUndo = proposal.undoes !== undefined
  const choice = isUndo ? undefined : knownChoice(config.audiences, sent.choice ?? { add: [], remove: [] })
  const inBothLists = choice?.add.find(name => choice.remove.includes(name))
  if (inBothLists !== undefined)
    return complaint(`“${inBothLists}” is chosen to be added and to be removed. Choose one of both.`)
  const difference = wantedOf(config, proposal, choice, sharing.value)
  if (isNoDifference(difference))
    return complaint(
      isUndo || (choice && choice.add.length + choice.remove.length > 0)
        ? 'This changes nothing: all who are added have access, and none of those who are removed.'
        : 'Choose an audience to add or to remove.',
    )
  const { share = NOBODY, unshare = NOBODY, shown } = proposal
  const isSeen =
    shown !== undefined &&
    shown.by !== sent.key &&
    sent.askedAtMs >= shown.atMs &&
    isSameDifference({ share, unshare }, difference) &&
    (!choice || isSameChoice(choice, proposal.choice ?? { add: [], remove: [] }))
  return isSeen ? { kind: 'seen', difference } : { kind: 'unseen', difference, ...(choice && { choice }) }
}
