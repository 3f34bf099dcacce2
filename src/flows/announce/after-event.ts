import { renderOutside } from '../../../blocks/audit-line.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import type { Attempt } from '../../domain/history.ts'
import { approvedProposalOf } from '../../domain/order.ts'
import { hasApproval } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import type { Clock, Ledger, Log, Messenger } from '../../ports.ts'
import { followApproved } from '../approve/follow-approved.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { recordAttempt } from '../steps/record-attempt.ts'

interface Needs {
  ledger: Ledger
  messenger: Pick<Messenger, 'post' | 'find' | 'update' | 'members'>
  config: Config
  clock: Clock
  log: Log
  backoff: ChannelBackoff
}

/** After an event is announced: the end of a request, a line in the audit channel. */
export const afterEvent = async (needs: Needs, { event, record, ended }: RecordedEvent): Promise<void> => {
  if (ended) {
    await recordAttempt(needs, event, ended)
    await refreshApproval(needs, ended)
  }
  const isAnswer = record.lastEvent?.by !== undefined
  if (record.lastEvent?.eventId === event.id && !isAnswer) await auditOutside(needs, event, record)
}

/** Where that does not succeed now, the schedule does it. */
const refreshApproval = async (needs: Needs, { id: key }: Attempt): Promise<void> => {
  const id = approvedProposalOf(key)
  if (id === undefined) return
  try {
    const proposal = await needs.ledger.readProposal(id)
    if (proposal && hasApproval(proposal)) await followApproved(needs, proposal)
  } catch (error) {
    needs.log.warn('The card of an approval is brought up to date later.', {
      proposal: id,
      why: String(error),
    })
  }
}

const auditOutside = async (needs: Needs, event: ImageEvent, record: ImageRecord): Promise<void> => {
  const message = renderOutside(record, accountName(needs.config, record.account))
  await postAuditLine(needs, { key: event.id, message, about: { eventId: event.id } }, needs.backoff)
}
