import { renderCriticalFindings } from '../../../blocks/critical-findings.ts'
import type { AliasPlace } from '../../domain/alias.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { WithBackoff } from './needs.ts'

/**
 * Announces critical findings that are new, once for each scan, in the channel of each family whose aliases name the image, to its
 * owner.
 *
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceCritical = async (
  needs: WithBackoff,
  record: ImageRecord,
  named: readonly AliasPlace[],
): Promise<void> => {
  const { config, backoff } = needs
  const { criticals } = record
  if (!criticals || criticals.fresh.length === 0) return
  for (const family of new Set(named.map(one => one.family))) {
    const { channel: own, owner } = config.families[family] ?? {}
    const channel = own ?? config.channels.available ?? config.channels.fallback
    const about = { image: imageKey(record), family }
    const posted = await postWithFallback(needs, channel, about, (where, notice) => {
      backoff.throwIfFull(where)
      return postOnce(needs, {
        key: `critical/${imageKey(record)}/${criticals.scannedAtMs}/${family}/${where}`,
        channel: where,
        message: renderCriticalFindings({
          record,
          criticals,
          family,
          aliases: [...new Set(named.filter(one => one.family === family).map(({ alias }) => alias))],
          accountName: accountName(config, record.account),
          command: slashCommandOf(config),
          ...(owner !== undefined && { owner }),
          ...(notice !== undefined && { notice }),
        }),
      })
    })
    backoff.throwIfBusy(posted.channel, posted.delivery)
    if (posted.delivery.kind !== 'delivered')
      throw new RetryLater(
        300,
        `Critical findings of ${about.image} were posted in no channel: ${refusedWords(posted)}`,
      )
  }
}
