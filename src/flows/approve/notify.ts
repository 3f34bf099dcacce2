import type { Message } from '../../../blocks/message.ts'
import { membersHold } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import type { ProposalWithApproval } from '../../domain/proposal.ts'
import type { Delivery } from '../../ports.ts'
import { type MembersNeeds, readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

export interface NotifyNeeds extends PostOnceNeeds, MembersNeeds {
  messenger: PostOnceNeeds['messenger'] & MembersNeeds['messenger']
  ledger: PostOnceNeeds['ledger'] & MembersNeeds['ledger']
}

/** `later`: Slack had no room, or its answer was lost. Trying again notifies nobody twice. */
export type Notified = 'done' | 'later'

/** After this time nobody is notified any more. */
const TRIED_FOR_MS = 24 * 60 * 60_000
/** The most people of a group that are notified: the function has a minute. */
const MOST_PEOPLE = 20

/**
 * Sends the requester and the approvers the outcome of a request by direct message, as far as the config says so, each once. A
 * message that cannot be sent is logged and delays nothing. Never throws.
 *
 * @param what `decided`: declined, withdrawn or expired; `outcome`: the outcome of an approved request
 * @param messageFor the message for the requester, or for the others
 */
export const notify = async (
  needs: NotifyNeeds,
  proposal: ProposalWithApproval,
  what: 'decided' | 'outcome',
  messageFor: (isRequester: boolean) => Message | Promise<Message>,
): Promise<Notified> => {
  const { log, clock } = needs
  const { id, person, approval } = proposal
  const isTooOld = clock.nowMs() - (approval.decidedAtMs ?? approval.expiresAtMs) > TRIED_FOR_MS
  try {
    let notified: Notified = 'done'
    for (const userId of await peopleToNotify(needs, proposal, what)) {
      const message = await messageFor(userId === person.userId)
      const sent = await quietly(needs, { userId, proposal: id }, () =>
        postOnce(needs, { key: `notify/${id}/${what}/${userId}`, channel: userId, message }),
      )
      if (sent === 'later') notified = 'later'
    }
    return isTooOld ? 'done' : notified
  } catch (error) {
    log.warn('Nobody could be notified of the outcome of an approval now.', {
      proposal: id,
      why: String(error),
    })
    return isTooOld ? 'done' : 'later'
  }
}

/** Posts a message that delays nothing if it fails. Never throws. */
export const quietly = async (
  { log }: Pick<NotifyNeeds, 'log'>,
  about: Readonly<Record<string, unknown>>,
  post: () => Promise<Delivery>,
): Promise<Notified> => {
  try {
    const delivery = await post()
    if (delivery.kind === 'delivered') return 'done'
    log.warn('A notification could not be sent.', { ...about, ...delivery })
    return delivery.kind === 'busy' ? 'later' : 'done'
  } catch (error) {
    log.warn('A notification could not be sent.', { ...about, why: String(error) })
    return 'later'
  }
}

/** Without the person who decided. */
const peopleToNotify = async (
  needs: NotifyNeeds,
  { person, approval }: ProposalWithApproval,
  what: 'decided' | 'outcome',
): Promise<string[]> => {
  const { config } = needs
  const people = new Set(config.notify.requester ? [person.userId] : [])
  if (config.notify.approvers) {
    const membersOf = await readMembers(needs, approval.roles, SHOWN_FRESH_MS)
    const approvers = rolesNamed(config, approval.roles).flatMap(role => membersHold(role, membersOf))
    for (const userId of approvers.filter(one => one !== person.userId)) people.add(userId)
  }
  if (what === 'decided' && approval.decidedBy) people.delete(approval.decidedBy.userId)
  return [...people].slice(0, MOST_PEOPLE)
}
