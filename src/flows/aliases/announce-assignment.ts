import { renderOutsideAssignment } from '../../../blocks/outside-assignment.ts'
import { type Assignment, aliasPlaceKey } from '../../domain/alias.ts'
import { accountName } from '../../domain/config.ts'
import type { News } from '../../domain/news.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import { tellWatchers } from '../watch/tell-watchers.ts'
import type { AliasNewsNeeds, WithBackoff } from './needs.ts'

/**
 * Announces what somebody outside of amiops set an alias to, once: in the channel of its family, to those who watch, and as a line in the
 * audit channel. If it was announced before, its messages are edited to what the entry says now: CloudTrail may name the actor later.
 *
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceAssignment = async (
  needs: WithBackoff<AliasNewsNeeds>,
  assignment: Assignment,
): Promise<void> => {
  const { config, backoff, log } = needs
  const { available, fallback, audit } = config.channels
  const channel = config.families[assignment.family]?.channel ?? available ?? fallback
  const about = { alias: aliasPlaceKey(assignment), entry: assignment.id }
  const view = {
    assignment,
    accountName: accountName(config, assignment.account),
    canRollBack: config.actions.rollback !== undefined,
  }
  const posted = await postWithFallback(needs, channel, about, (where, notice) =>
    show(needs, assignment, where, renderOutsideAssignment({ ...view, notice })),
  )
  backoff.throwIfBusy(posted.channel, posted.delivery)
  if (posted.delivery.kind !== 'delivered')
    throw new RetryLater(
      300,
      `The change of ${about.alias} was posted in no channel: ${refusedWords(posted)}`,
    )
  const inLine = renderOutsideAssignment({ ...view, isLine: true })
  await tellWatchers(needs, [newsOf(assignment, inLine.text)])
  if (audit === undefined) return
  const line = await show(needs, assignment, audit, inLine)
  backoff.throwIfBusy(audit, line)
  if (line.kind !== 'delivered')
    log.error('The audit channel could not be told; the history has it.', { channel: audit, ...line })
}

/** For those who watch the family, or the image that it names now. */
const newsOf = (assignment: Assignment, line: string): News => {
  const { id, atMs, family, account, region, to } = assignment
  return {
    id: `alias/${aliasPlaceKey(assignment)}/${id}`,
    atMs,
    what: to === undefined ? 'alias deleted' : 'alias changed',
    line,
    family,
    ...(to && { image: { account, region, imageId: to.imageId } }),
  }
}

/** The actor that a message names. CloudTrail knows more about them than Parameter Store does. */
const namedIn = ({ principal }: Assignment): string =>
  principal ? `${principal.kind}/${principal.name}/${principal.sourceIp === undefined ? '' : 'call'}` : ''

/** Posts the message, or edits it if it shows something else. */
const show = async (
  needs: WithBackoff<AliasNewsNeeds>,
  assignment: Assignment,
  channel: string,
  message: ReturnType<typeof renderOutsideAssignment>,
): Promise<Delivery> => {
  const { ledger, messenger, backoff } = needs
  backoff.throwIfFull(channel)
  const key = `alias/${aliasPlaceKey(assignment)}/${assignment.atMs}/${assignment.id}/${channel}`
  const payload = { named: namedIn(assignment) }
  const posted = await postOnce(needs, {
    key,
    channel,
    message: { ...message, metadata: { event_type: 'amiops_alias', event_payload: payload } },
  })
  if (posted.kind !== 'delivered' || posted.payload === undefined || posted.payload.named === payload.named)
    return posted
  const { channelId, ts } = posted
  const edited = await messenger.update(channelId, ts, message)
  if (edited.kind === 'busy') return edited
  await ledger.settlePost(key, { channelId, ts, payload: { ...posted.payload, ...payload } })
  return posted
}
