import type { Message } from '../../../blocks/message.ts'
import { renderUnreachable } from '../../../blocks/not-possible.ts'
import { type ApprovalNeed, decideApproval } from '../../domain/approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import { withAccessAfter } from '../../domain/audience.ts'
import { type Right, rolesFor } from '../../domain/authorise.ts'
import { dateFault, decideRetirement } from '../../domain/decide-retirement.ts'
import { type DecidedSharing, decideSharing } from '../../domain/decide-sharing.ts'
import { type Complaint, complaintOf } from '../../domain/form-fields.ts'
import type { Impact } from '../../domain/impact.ts'
import { agreedBeforeSeeing, type Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { retirementOf } from '../../domain/record-retirement.ts'
import type { Retirement } from '../../domain/retirement.ts'
import { type RiskIncrease, riskIncreaseFor } from '../../domain/risk-increase.ts'
import { allOf } from '../../in-parallel.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Seen } from '../perform/prepare.ts'
import { authorise } from '../steps/authorise.ts'
import { lookWithImpact } from '../steps/gather.ts'
import { checkState, noRight, type Refusal } from '../steps/refusals.ts'
import { beginSession } from './begin-session.ts'
import { summariseLaunches } from './draw-share-form.ts'

/** A proposal whose facts the person has seen. */
export type SeenProposal = Proposal & { impact: Impact; facts: NonNullable<Proposal['facts']> }

/** What to do with a form that was sent. */
export type CheckedForm =
  | { kind: 'go'; filled: Proposal; seen: Seen }
  | { kind: 'needs approval'; filled: Proposal; need: ApprovalNeed }
  /** Draw it again: something in it is not right. */
  | { kind: 'complaint'; record: ImageRecord; complaint: Complaint }
  /** Draw it again: the facts got worse since the person saw them. */
  | { kind: 'worse'; record: ImageRecord; impact: Impact; worse: readonly RiskIncrease[] }
  /** Draw it again: what Share… would change has not been shown. */
  | (Extract<DecidedSharing, { kind: 'unseen' }> & { record: ImageRecord; impact: Impact })
  /** `seen`: the image has changed. */
  | (Refusal & { seen?: Seen['looked'] })
  | { kind: 'unreachable'; message: Message }

/** Checks a form that was sent. Writes and answers nothing. */
export const checkForm = async (
  needs: PerformNeeds,
  proposal: SeenProposal,
  ask: AskOf<'submit'>,
): Promise<CheckedForm> => {
  const { config } = needs
  const { action, image } = proposal
  // 1 Look at the image and at what would break, and open the session of the change.
  const [{ looked, impact }, right] = await allOf([
    lookWithImpact(needs, image, proposal.facts),
    authoriseAndBegin(needs, proposal, ask),
  ])
  if (!looked.ok) return { kind: 'unreachable', message: renderUnreachable(action, image, looked.why) }
  const { record } = looked
  // 2 Permission.
  if (!right.allowed) return noRight(action, record, right)
  // 3 The image's state; of Share…, whether the person has seen what changes.
  const gone = checkState(config, action, record)
  if (gone) return { ...gone, seen: looked }

  const sharing =
    action === 'shareWith'
      ? decideSharing(config, proposal, { ...ask, choice: ask.filled.choice }, impact.sharing)
      : undefined
  if (sharing?.kind === 'complaint') return { ...sharing, record }
  if (sharing?.kind === 'unseen') return { ...sharing, record, impact }

  const retiring = action === 'retire' ? retirementFor(needs, proposal, ask, record) : undefined
  if (retiring?.complaint) return { kind: 'complaint', record, complaint: retiring.complaint }

  // 4 What was filled in.
  const afterwards = (given: Impact): Impact =>
    action === 'shareWith' ? withAccessAfter(given, proposal) : given
  const facts = record.facts ?? proposal.facts
  const need = decideApproval(config, action, image, facts, afterwards(proposal.impact))
  const complaint = complaintOf({ ...proposal, facts }, ask.filled, need !== undefined)
  if (complaint) return { kind: 'complaint', record, complaint }

  // 5 The facts once more.
  const worse = riskIncreaseFor(action, proposal.impact, impact)
  const needNow = decideApproval(config, action, image, facts, afterwards(impact))
  if (worse.length > 0 || (needNow && !need) || agreedBeforeSeeing(proposal, ask))
    return { kind: 'worse', record, impact, worse }

  // 6 The emergency override.
  const isOverride = need !== undefined && ask.filled.options.emergencyOverride === true
  if (isOverride) {
    const alone = await authorise(needs, ask, config.actions[action]?.breakGlass?.roles ?? [])
    if (!alone.allowed) {
      const refusal = noRight(action, record, alone)
      return { ...refusal, reason: `emergency override: ${refusal.reason}` }
    }
  }
  const { purpose } = ask.filled
  const { emergencyOverride: _ticked, ...others } = ask.filled.options
  const launches =
    action === 'shareWith' ? await summariseLaunches(needs, proposal, facts, impact) : undefined
  const filled: Proposal = {
    ...proposal,
    facts,
    impact,
    options: { ...others, ...(isOverride && { emergencyOverride: true as const }) },
    submittedBy: ask.key,
    viewId: ask.viewId,
    sentAtMs: ask.askedAtMs,
    ...(purpose && { purpose }),
    ...(launches && { launches }),
    ...(retiring?.retirement && { retirement: retiring.retirement }),
  }
  return need && !isOverride
    ? { kind: 'needs approval', filled, need }
    : { kind: 'go', filled, seen: { looked, impact } }
}

const authoriseAndBegin = async (
  needs: PerformNeeds,
  proposal: SeenProposal,
  ask: AskOf<'submit'>,
): Promise<Right> => {
  const right = await authorise(needs, ask, rolesFor(needs.config, proposal.action))
  await beginSession(needs, proposal, ask, right)
  return right
}

/** Of Retire…: the date and the successor that the form asks for, or what is wrong with them; an undo has them already. */
const retirementFor = (
  { clock }: PerformNeeds,
  { undoes, retirement, successors = [], facts: seen }: SeenProposal,
  { filled }: AskOf<'submit'>,
  record: ImageRecord,
): { retirement?: Retirement; complaint?: Complaint } => {
  const { facts = seen } = record
  const nowMs = clock.nowMs()
  if (undoes === undefined || !retirement)
    return decideRetirement(
      filled.retirement ?? {},
      { now: retirementOf({ ...record, facts }), facts, offered: successors },
      nowMs,
    )
  const { deprecateAtMs } = retirement
  const text = deprecateAtMs === undefined ? undefined : dateFault(deprecateAtMs, facts, nowMs)
  return text === undefined ? { retirement } : { complaint: { field: 'date', text } }
}
