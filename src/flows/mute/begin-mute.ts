import type { Message } from '../../../blocks/message.ts'
import {
  renderChannelUnknown,
  renderMuted,
  renderMutedAlready,
  renderMuteNotPosted,
  renderNoTime,
  renderNothingPosted,
  renderPastTime,
  renderTooLong,
} from '../../../blocks/mute-answers.ts'
import { renderMute, renderMuteAudit } from '../../../blocks/mutes.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { renderNotOneSubject } from '../../../blocks/subject.ts'
import { postsImages } from '../../domain/channel-posts.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName } from '../../domain/config.ts'
import { LONGEST_MUTE_MS, type Mute, muteInForce, wholeSecond } from '../../domain/mute.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import { findUntil } from '../../domain/until.ts'
import { findSubject } from '../steps/find-subject.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { postOnce } from '../steps/post-once.ts'
import type { MuteAsk, MuteNeeds } from './needs.ts'

/** Somebody's own words, as they are kept. */
const WHY_KEPT = 300

/**
 * Mutes a family or an image in the channel where it was typed: 1 what, and until when 2 which channel, and is anything posted there 3
 * announce it in the channel 4 write it. A mute is in force only once it was announced in the channel.
 */
export const beginMute = async (
  needs: MuteNeeds,
  ask: MuteAsk,
  words: readonly string[],
): Promise<Message> => {
  const { ledger, config, clock, log } = needs
  const { key, person, place } = ask
  const name = slashCommandOf(config)
  // 1 what, and until when
  const nowMs = clock.nowMs()
  const until = findUntil(words, 1, ask.askedAtMs)
  if (!until) return renderNoTime(name, words.join(' '))
  const typed = words.slice(0, until.from).join(' ')
  const untilMs = wholeSecond(until.untilMs)
  if (untilMs <= nowMs) return renderPastTime(typed)
  if (untilMs > ask.askedAtMs + LONGEST_MUTE_MS) return renderTooLong(typed)
  const found = await findSubject(needs, typed, ask)
  if (found.kind === 'waiting') return renderReading(found.places)
  if (found.kind !== 'found') {
    const behind = ` ${words.slice(until.from).join(' ')}`
    return renderNotOneSubject({
      name,
      verb: 'mute',
      typed,
      ...found,
      behind,
      nameOf: id => accountName(config, id),
    })
  }
  const on = found.subject
  const known = muteInForce(await ledger.readMutes(), place.channelId, on, nowMs)
  if (known && known.id !== key) return renderMutedAlready(name, known)
  // 2 which channel is it
  const channel = await readChannel(needs, place.channelId)
  if (!channel) return renderChannelUnknown()
  if (!postsImages(config, channel)) return renderNothingPosted()
  // 3 tell the channel
  const why = words.slice(until.to).join(' ').trim().slice(0, WHY_KEPT)
  const mute: Mute = {
    id: key,
    version: 0,
    channelId: channel.id,
    ...(channel.name !== undefined && { channelName: channel.name }),
    on,
    by: person,
    ...(why && { why }),
    atMs: wholeSecond(nowMs),
    untilMs,
  }
  const told = await postOnce(needs, {
    key: `mute/${key}`,
    channel: channel.id,
    message: renderMute(name, mute, false),
  })
  throwIfBusy(told, 'the channel is told of a mute')
  if (told.kind !== 'delivered') return renderMuteNotPosted('code' in told ? told.code : told.kind)
  // 4 write it; where an earlier delivery has, it stays
  if (!known) await ledger.saveMute({ ...mute, announcedTs: told.ts })
  log.info('A family or image was muted in a channel.', {
    mute: key,
    channel: channel.id,
    by: person.userId,
    untilMs,
  })
  await audit(needs, mute)
  return renderMuted(on, untilMs)
}

/** @throws {RetryLater} where Slack asks to wait */
const readChannel = async (
  { messenger }: MuteNeeds,
  id: string,
): Promise<{ id: string; name?: string } | undefined> => {
  const answer = await messenger.channel(id)
  if (!answer.known && answer.retryAfterSec !== undefined)
    throw new RetryLater(answer.retryAfterSec, `Slack asks to wait before it says which channel ${id} is.`)
  if (!answer.known) return undefined
  return { id, ...(answer.name !== undefined && { name: answer.name }) }
}

const audit = async (needs: MuteNeeds, mute: Mute): Promise<void> => {
  const line = { key: `mute/${mute.id}`, message: renderMuteAudit(mute), about: { mute: mute.id } }
  await postAuditLine(needs, line, 'throw')
}
