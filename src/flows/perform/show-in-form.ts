import { renderOutcome } from '../../../blocks/outcome.ts'
import { slashCommandOf } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { attemptOf } from '../../domain/history.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Request } from '../../domain/request.ts'
import type { ImageRecords, Messenger } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { replyInForm } from '../steps/reply.ts'

interface Needs {
  ledger: ImageRecords
  messenger: Pick<Messenger, 'showForm'>
  config: Config
}

const ROUNDS = 4

/**
 * Shows the outcome of a request in its form; does nothing if the person has closed the form. If two functions draw at once, the one that
 * finds another state than it drew draws again, so that the newest stays.
 *
 * @param known the image's record, as it was read or written
 * @throws {RetryLater} when Slack has no room now: no form stays unfinished
 */
export const showInForm = async (needs: Needs, known: ImageRecord, request: Request): Promise<void> => {
  const { viewId, key } = request
  if (viewId === undefined) return
  let record = known
  let drawn = request
  for (let round = 0; round < ROUNDS; round++) {
    const command = slashCommandOf(needs.config)
    const message = renderOutcome({ attempt: attemptOf(drawn), image: record, cards: record.cards, command })
    if (!(await replyInForm(needs, drawn, message))) return
    record = await readImage(needs.ledger, known)
    if (record.request?.key !== key || record.request.state === drawn.state) return
    drawn = record.request
  }
}
