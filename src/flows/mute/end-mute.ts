import { renderMute, renderMuteEnded } from '../../../blocks/mutes.ts'
import { slashCommandOf } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { isOver, type Mute } from '../../domain/mute.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { Messenger, Mutes } from '../../ports.ts'
import { updateStored } from '../../stored/update-stored.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

export interface EndMuteNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & Mutes
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
}

/** Changes a mute: see `updateStored`. */
export const changeMute = async (
  ledger: Mutes,
  mute: Mute,
  change: (mute: Mute) => Mute | undefined,
): Promise<Mute> => {
  const read = async () => (await ledger.readMutes()).find(({ id }) => id === mute.id) ?? mute
  return (
    await updateStored<Mute, Mute>({ name: `The mute ${mute.id}`, read, save: ledger.saveMute }, mute, change)
  ).item
}

/**
 * Announces once in a channel that a mute is over, and how many changes happened meanwhile: 1 post the line 2 remove the buttons from the
 * mute's announcement 3 save that it is done.
 *
 * @throws {RetryLater} while Slack has no room: the schedule tries again
 */
export const reportEnd = async (needs: EndMuteNeeds, mute: Mute): Promise<void> => {
  const { ledger, messenger, config, log } = needs
  if (mute.isReported) return
  const name = slashCommandOf(config)
  const { id, channelId, announcedTs } = mute
  // 1 the line
  const changes = await ledger.readMutedChanges(id)
  const told = await postOnce(needs, {
    key: `mute-ended/${id}`,
    channel: channelId,
    message: renderMuteEnded(name, mute, changes.length),
  })
  throwIfBusy(told, 'the channel is told that a mute is over')
  if (told.kind !== 'delivered')
    log.warn('A channel could not be told that a mute is over.', { mute: id, channelId, ...told })
  // 2 its announcement
  if (announcedTs !== undefined)
    throwIfBusy(
      await messenger.update(channelId, announcedTs, renderMute(name, mute, true)),
      'a mute is shown as over',
    )
  // 3 save
  await changeMute(ledger, mute, now => (now.isReported ? undefined : { ...now, isReported: true }))
}

/** From the schedule: the mutes whose time is over. Each succeeds or fails by itself. */
export const endMutes = async (needs: EndMuteNeeds): Promise<void> => {
  const { ledger, clock, log } = needs
  for (const mute of await ledger.readMutes()) {
    if (mute.isReported || !isOver(mute, clock.nowMs())) continue
    await reportEnd(needs, mute).catch(error =>
      log.warn('A channel is told later that a mute is over.', { mute: mute.id, why: String(error) }),
    )
  }
}
