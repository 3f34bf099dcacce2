import type { Message } from '../../../blocks/message.ts'
import {
  renderMayNotMute,
  renderMutedChanges,
  renderMuteOfWhat,
  renderMutes,
  renderNotMuted,
  renderUnmuted,
} from '../../../blocks/mute-answers.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName } from '../../domain/config.ts'
import { isOver, type Mute, wholeSecond } from '../../domain/mute.ts'
import { plainText, wordsOf } from '../../domain/pasted.ts'
import { isNamed } from '../../domain/subject.ts'
import { authorise, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { beginMute } from './begin-mute.ts'
import { changeMute, reportEnd } from './end-mute.ts'
import type { MuteAsk, MuteNeeds } from './needs.ts'

const OFF = ['off', 'stop', 'end']

const rolesOf = ({ config }: MuteNeeds): readonly string[] => config.mute?.roles ?? []

/** A name with spaces stays one word, as it was quoted. */
const wordsIn = (words: string): string[] => wordsOf(plainText(words)).map(({ text }) => text)

/**
 * Begins or ends a mute, for those in one of the roles.
 *
 * @param words a family or an image, then a time and a reason, or `off`
 */
export const answerMute = async (needs: MuteNeeds, ask: MuteAsk, words: string): Promise<Message> => {
  const name = slashCommandOf(needs.config)
  const typed = wordsIn(words)
  if (typed.length === 0) return renderMuteOfWhat(name)
  const right = await authorise(needs, ask, rolesOf(needs))
  if (!right.allowed) return renderMayNotMute(right)
  return OFF.includes(typed.at(-1)?.toLowerCase() ?? '')
    ? endByHand(needs, ask, typed.slice(0, -1).join(' '))
    : beginMute(needs, ask, typed)
}

const endByHand = async (needs: MuteNeeds, ask: MuteAsk, typed: string): Promise<Message> => {
  const { ledger, clock, log, config } = needs
  const mute = (await inForce(needs, ask)).find(({ on }) => isNamed(on, typed))
  if (!mute) return renderNotMuted(slashCommandOf(config), typed)
  const ended = await changeMute(ledger, mute, now =>
    now.ended ? undefined : { ...now, ended: { atMs: wholeSecond(clock.nowMs()), by: ask.person } },
  )
  log.info('A mute was ended.', { mute: mute.id, by: ask.person.userId })
  await reportEnd(needs, ended)
  return renderUnmuted(mute.on)
}

/** What a channel has muted; or the changes of a family or an image while it was muted. */
export const answerMuted = async (needs: MuteNeeds, ask: MuteAsk, words: string): Promise<Message> => {
  const { config, ledger } = needs
  const name = slashCommandOf(config)
  const typed = wordsIn(words).join(' ')
  if (typed !== '') {
    const last = (await ledger.readMutes())
      .filter(({ channelId, on }) => channelId === ask.place.channelId && isNamed(on, typed))
      .sort((a, b) => b.atMs - a.atMs)[0]
    return last
      ? renderMutedChanges(name, last, await ledger.readMutedChanges(last.id), ask.page ?? 1)
      : renderNotMuted(name, typed)
  }
  const mayEnd = (await authorise(needs, ask, rolesOf(needs), SHOWN_FRESH_MS)).allowed
  return renderMutes(name, await inForce(needs, ask), id => accountName(config, id), mayEnd)
}

/** The mutes of the channel, sorted by their end. */
const inForce = async ({ ledger, clock }: MuteNeeds, { place }: MuteAsk): Promise<Mute[]> =>
  (await ledger.readMutes())
    .filter(mute => mute.channelId === place.channelId && !isOver(mute, clock.nowMs()))
    .sort((a, b) => a.untilMs - b.untilMs)
