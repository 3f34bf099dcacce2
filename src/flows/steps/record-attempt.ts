import { renderAttempt } from '../../../blocks/audit-line.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { type Attempt, isWithoutRight } from '../../domain/history.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Clock, Histories, ImageRecords, Leases, Log, Messenger, Posts } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { postAuditLine } from './post-audit-line.ts'

interface Needs {
  ledger: ImageRecords & Histories & Leases & Posts
  messenger: Pick<Messenger, 'post' | 'find'>
  config: Config
  clock: Clock
  log: Log
}

/** One attempt of a person without permission is recorded within this time, for each action and image. */
const NO_RIGHT_EVERY_MS = 10 * 60_000

/** The outcomes that get a line in the audit channel: a request for approval, and everything that has ended. */
const AUDITED: readonly Attempt['outcome'][] = [
  'waiting',
  'confirmed',
  'refused',
  'failed',
  'declined',
  'withdrawn',
  'expired',
  'approved',
]

/**
 * Records who did what: every attempt is an entry of the history and a line of the log. Its end, or that it awaits approval, is a line in
 * the audit channel.
 * @throws {RetryLater} when Slack has no room for that line now; the line of a refusal, which changed nothing, is skipped then
 */
export const recordAttempt = async (needs: Needs, image: ImageRef, attempt: Attempt): Promise<void> => {
  const { ledger, config, clock, log } = needs
  log.info('An attempt to change an image.', {
    request: attempt.id,
    action: attempt.action,
    image: imageKey(image),
    person: attempt.by.userId,
    outcome: attempt.outcome,
    ...(attempt.purpose && { purpose: attempt.purpose }),
    ...(attempt.approvedBy && { decidedBy: attempt.approvedBy.userId }),
    ...(attempt.emergencyOverride && { emergencyOverride: true }),
    ...(attempt.reason && { reason: attempt.reason }),
    ...(attempt.impactSummary && { knownThen: attempt.impactSummary }),
    ...(attempt.requestId && { ec2RequestId: attempt.requestId }),
  })
  const who = `no-right/${attempt.by.userId}/${attempt.action}/${imageKey(image)}`
  if (isWithoutRight(attempt) && !(await ledger.takeLease(who, clock.nowMs(), NO_RIGHT_EVERY_MS, attempt.id)))
    return
  await ledger.addHistory(image, attempt)
  // A plan has lines of its own there: a thousand more would hide them.
  if (
    config.channels.audit === undefined ||
    attempt.planId !== undefined ||
    !AUDITED.includes(attempt.outcome)
  )
    return
  const record = await readImage(ledger, image)
  const line = {
    key: `${attempt.id}/${attempt.outcome}`,
    message: renderAttempt(attempt, record, accountName(config, image.account)),
    about: { request: attempt.id },
  }
  await postAuditLine(needs, line, attempt.outcome === 'refused' ? 'log' : 'throw')
}
