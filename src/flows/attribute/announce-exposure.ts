import { renderExposure } from '../../../blocks/exposure.ts'
import { renderExposureLine } from '../../../blocks/exposure-notes.ts'
import { accountName } from '../../domain/config.ts'
import { type Exposure, type ExposureAlert, keptExposure } from '../../domain/exposure-alert.ts'
import { familyOf } from '../../domain/family.ts'
import { imageKey } from '../../domain/image.ts'
import type { News } from '../../domain/news.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { nameAlert, withAlert } from '../../domain/record-alerts.ts'
import type { ImageRecords, Leases, Messenger, Watches } from '../../ports.ts'
import { changeImage, changeRecord } from '../../stored/change-image.ts'
import { viewOf } from '../cards/view.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { tellWatchers } from '../watch/tell-watchers.ts'
import { type AlertNeeds, alertMention, postAlert, readFacts } from './post-alert.ts'
import type { createReadPublicAccess } from './read-public-access.ts'

export interface ExposureNeeds extends AlertNeeds {
  ledger: AlertNeeds['ledger'] & ImageRecords & Leases & Watches
  messenger: AlertNeeds['messenger'] & Pick<Messenger, 'update' | 'person'>
  readPublicAccess: ReturnType<typeof createReadPublicAccess>
}

/**
 * Posts an alert that an image was made public, or shared with an organization or an account that the config does not know: 1 name the
 * alert of a scan, where there is one 2 post it in the channel of failures, or in the fallback channel where that one cannot be reached;
 * each exposure once, mentioning those whom the rules mention for a failed image 3 keep it in the record, which keeps it up to date 4
 * those who watch, and a line in the audit channel.
 *
 * @returns the record with the alert
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceExposure = async (
  needs: ExposureNeeds,
  known: ImageRecord,
  found: Omit<Exposure, 'publicAccess'>,
): Promise<ImageRecord> => {
  const { ledger, config } = needs
  // 1 name the alert of a scan
  const { principal } = found
  if (principal && nameAlert(known, { ...found, principal })) {
    const { record } = await changeRecord(ledger, known, now => nameAlert(now, { ...found, principal }))
    await audit(needs, record, found)
    return record
  }
  // 2 post it
  const facts = known.facts ?? (await readFacts(needs, known))
  const record = { ...known, ...(facts && { facts }) }
  const exposure = { ...found, publicAccess: await needs.readPublicAccess(known) }
  const mention = alertMention(needs, record)
  const draw = (notice: string | undefined, calls: boolean) => {
    const alert = {
      ...exposure,
      ...(notice !== undefined && { notice }),
      ...(calls && mention && { mention }),
    }
    const standing = withAlert(record, { ...alert, channelId: '', ts: '', shownRev: record.rev })
    return renderExposure({ ...viewOf(config, standing, 'name'), alert })
  }
  const { delivery, notice } = await postAlert(
    needs,
    { kind: 'exposed', image: known, id: found.id, atMs: found.atMs, ...groupOf(known, found) },
    draw,
  )
  // 3 keep it
  const alert: ExposureAlert = {
    ...exposure,
    to: keptExposure(exposure.to),
    channelId: delivery.channelId,
    ts: delivery.ts,
    shownRev: record.rev,
    ...(mention && { mention }),
    ...(notice !== undefined && { notice }),
  }
  const update = (now: ImageRecord): ImageRecord | undefined => {
    const next = withAlert(now.facts || !facts ? now : { ...now, facts }, alert)
    return next === now ? undefined : next
  }
  const kept = (await changeImage(ledger, known, update)).record
  // 4 those who watch, audit channel
  const shown = { ...kept, ...(facts && { facts }) }
  await tellWatchers(needs, [newsOf(needs, shown, found)])
  await audit(needs, shown, found)
  return kept
}

const newsOf = (
  { config }: ExposureNeeds,
  record: ImageRecord,
  found: Pick<Exposure, 'id' | 'atMs' | 'to' | 'principal'>,
): News => {
  const { account, region, imageId } = record
  const family = familyOf(record.facts ?? {}, config)
  return {
    id: `exposed/${found.id}`,
    atMs: found.atMs,
    what: found.to.isPublic ? 'made public' : 'shared outside',
    line: renderExposureLine(record, found, accountName(config, account)).text,
    image: { account, region, imageId },
    ...(family !== undefined && { family }),
  }
}

/**
 * A pipeline may share many images, so everything that one caller shares within an hour is one thread. A public image always has a
 * message of its own.
 */
const groupOf = (
  { account }: ImageRecord,
  { to, principal }: Pick<Exposure, 'to' | 'principal'>,
): { group?: string } =>
  to.isPublic || !principal
    ? {}
    : { group: `shared/${account}/${principal.kind} ${principal.name.slice(0, 100)}` }

/** A line with the actor. An alert of a scan gets this line once CloudTrail names the actor. */
const audit = async (
  needs: ExposureNeeds,
  record: ImageRecord,
  found: Pick<Exposure, 'id' | 'to' | 'principal'>,
): Promise<void> => {
  const message = renderExposureLine(record, found, accountName(needs.config, record.account))
  const about = { image: imageKey(record) }
  await postAuditLine(needs, { key: `exposed/${found.id}`, message, about }, needs.backoff)
}
