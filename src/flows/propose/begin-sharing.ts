import type { Message } from '../../../blocks/message.ts'
import { renderNothingToUndo } from '../../../blocks/share-notes.ts'
import type { AskOf } from '../../domain/ask.ts'
import { isNoDifference, knownChoice, oppositeOf } from '../../domain/audience.ts'
import type { Config } from '../../domain/config.ts'
import { decideSharing } from '../../domain/decide-sharing.ts'
import type { Impact } from '../../domain/impact.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Clock } from '../../ports.ts'

type Beginning = Pick<Proposal, 'share' | 'unshare' | 'choice' | 'undoes' | 'shown'> &
  Partial<Pick<Proposal, 'options'>>

/** What the form of Share… shows first: no choice, an audience, or for an undo the opposite of the last request. */
export const beginSharing = (
  { config, clock }: { config: Config; clock: Clock },
  { key, audience, undo }: AskOf<'propose'>,
  { request, ...record }: ImageRecord,
): Beginning | { refusal: Message } => {
  if (undo) {
    const isDone = request?.action === 'shareWith' && request.state === 'confirmed'
    const opposite = isDone ? oppositeOf(request) : undefined
    if (!isDone || !opposite || isNoDifference(opposite)) return { refusal: renderNothingToUndo(record) }
    return {
      ...opposite,
      undoes: request.key,
      shown: { by: key, atMs: clock.nowMs() },
      ...(request.options?.shareSnapshots && { options: { shareSnapshots: true } }),
    }
  }
  const choice = knownChoice(config.audiences, { add: audience === undefined ? [] : [audience], remove: [] })
  return choice.add.length > 0 ? { choice } : {}
}

/** What an audience that was chosen before the form opened would change: the form shows it at once. */
export const firstDifference = (
  config: Config,
  proposal: Proposal,
  { sharing }: Impact,
): Pick<Proposal, 'share' | 'unshare' | 'shown'> => {
  if (!proposal.choice) return {}
  const { id, askedAtMs, choice } = proposal
  const decided = decideSharing(config, proposal, { key: id, askedAtMs, choice }, sharing)
  return decided.kind === 'unseen' ? { ...decided.difference, shown: { by: id, atMs: askedAtMs } } : {}
}
