import { type EmailedEvent, renderEmail } from '../../../blocks/email.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { FALLBACK_AFTER_MS, isFallbackDue } from '../../domain/fallback.ts'
import type { Clock, Emails, EventClaims, Log } from '../../ports.ts'
import type { PlannedEvent } from './channel-plan.ts'

interface Needs {
  emails?: Emails
  ledger: EventClaims
  config: Config
  clock: Clock
  log: Log
}

/** After this time an event is delivered again, if SNS or the ledger did not answer. */
const TRY_AGAIN_SEC = 30
/** Then its record says that it was sent. */
const RECORD_SEC = 1

/**
 * Sends what Slack has not accepted for five minutes by e-mail, each event once: 1 decide 2 claim 3 send 4 settle. A few events have an
 * e-mail each, many have one together.
 *
 * @param waiting events that Slack has not accepted and that may be sent by e-mail
 * @returns after how many seconds each of them is delivered again
 */
export const sendFallback = async (
  needs: Needs,
  waiting: readonly PlannedEvent[],
): Promise<ReadonlyMap<string, number>> => {
  const { emails, config, clock, log } = needs
  const again = new Map<string, number>()
  if (!emails) return again
  // 1 decide
  const due: PlannedEvent[] = []
  for (const one of waiting) {
    const ageMs = clock.nowMs() - one.sinceMs
    const isDue = isFallbackDue(one.event, ageMs, one.route)
    if (isDue) due.push(one)
    again.set(
      one.event.id,
      isDue ? TRY_AGAIN_SEC : Math.max(1, Math.ceil((FALLBACK_AFTER_MS - ageMs) / 1_000)),
    )
  }
  const together = due.length > config.digest.above ? [due] : due.map(one => [one])
  for (const events of together) {
    try {
      for (const id of await sendOne({ ...needs, emails }, events)) again.set(id, RECORD_SEC)
    } catch (error) {
      log.error('What Slack does not accept could not be sent by e-mail either; the queue keeps it.', {
        events: events.length,
        why: String(error),
      })
      // The others would wait for the same time-out.
      break
    }
  }
  return again
}

/** @returns the ids of the events that were sent, now or before. @throws if SNS or the ledger does not answer */
const sendOne = async (
  needs: Needs & { emails: Emails },
  events: readonly PlannedEvent[],
): Promise<readonly string[]> => {
  const { emails, ledger, clock, log } = needs
  // 2 claim
  const mine: PlannedEvent[] = []
  const sent: string[] = []
  let isInDoubt = false
  for (const one of events) {
    const claim = await ledger.beginEmail(one.event.id, clock.nowMs())
    if (claim === 'sent') sent.push(one.event.id)
    if (claim === 'new' || claim === 'doubt') mine.push(one)
    isInDoubt ||= claim === 'doubt'
  }
  if (mine.length === 0) return sent
  const ids = mine.map(({ event }) => event.id)
  // 3 send
  const answer = await emails.send(renderEmail(mine.map(one => viewOf(needs, one)), isInDoubt)) // biome-ignore format: one a line
  if (answer.kind === 'refused') {
    // If an earlier try is in doubt, so is this one.
    if (!isInDoubt) for (const id of ids) await ledger.releaseEmail(id)
    throw new Error(`SNS refused the e-mail: ${answer.code}`)
  }
  // 4 settle
  for (const id of ids) await ledger.settleEmail(id, clock.nowMs())
  log.warn('Slack did not accept events for five minutes: they were sent by e-mail.', {
    events: ids.slice(0, 20),
    count: ids.length,
  })
  return [...sent, ...ids]
}

const viewOf = ({ config }: Needs, { event, record, route }: PlannedEvent): EmailedEvent => ({
  event,
  record,
  accountName: accountName(config, event.account),
  channels: route.channels,
  ...(route.rule !== undefined && { rule: route.rule }),
})
