import { imageWords } from '../../../blocks/image-words.ts'
import { code } from '../../../blocks/text.ts'
import {
  renderUnexplained,
  renderUnexplainedLine,
  type UnexplainedView,
} from '../../../blocks/unexplained-call.ts'
import { accountWords } from '../../../blocks/words.ts'
import type { Principal } from '../../domain/cloud-trail-call.ts'
import { accountName } from '../../domain/config.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { type AlertNeeds, alertMention, postAlert, readFacts } from './post-alert.ts'

/** A change in a session of the actor role that nobody asked amiops for. */
export interface Unexplained {
  id: string
  call: string
  atMs: number
  principal: Principal
  requestId?: string
  /** Of an alias: its parameter, and what it names now. */
  parameter?: string
}

/**
 * Alerts that a session of the actor role changed something, and no request explains it: 1 once in the channel of failures, mentioning
 * those whom the rules mention for a failed image; all of one account and hour in one thread 2 a line in the audit channel.
 *
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceUnexplained = async (
  needs: AlertNeeds,
  known: ImageRecord,
  { parameter, ...found }: Unexplained,
): Promise<void> => {
  const { config, log } = needs
  const facts = known.facts ?? (await readFacts(needs, known))
  const record = { ...known, ...(facts && { facts }) }
  const mention = alertMention(needs, record)
  const where = `${accountWords(known.account, accountName(config, known.account))}, ${known.region}`
  const view: UnexplainedView = {
    ...found,
    what: `${parameter === undefined ? '' : `${code(parameter, 120)} set to `}${imageWords(record)} in ${where}`,
  }
  // 1 once in the channel of failures
  log.error('A session of the actor role changed what nobody asked amiops for.', { ...found })
  await postAlert(
    needs,
    {
      kind: 'unexplained',
      image: known,
      id: found.id,
      atMs: found.atMs,
      group: `unexplained/${known.account}`,
    },
    (notice, calls) =>
      renderUnexplained(
        { ...view, ...(notice !== undefined && { notice }), ...(calls && mention && { mention }) },
        found.id,
      ),
  )
  // 2 audit channel
  const message = renderUnexplainedLine(view)
  await postAuditLine(needs, { key: `unexplained/${found.id}`, message, about: { ...found } }, needs.backoff)
}
