import type { NotAllowed } from '../src/domain/authorise.ts'
import { LONGEST_MUTE_MS, type Mute, muteEndMs } from '../src/domain/mute.ts'
import type { News } from '../src/domain/news.ts'
import { type Subject, subjectWords } from '../src/domain/subject.ts'
import { commandButton } from './command-buttons.ts'
import type { Message } from './message.ts'
import { buttonsPart, endButton } from './mutes.ts'
import { renderNote } from './note.ts'
import { contextPart, messageOf, rowPart, sectionPart } from './part.ts'
import { whomToAsk } from './refusal.ts'
import { subjectCode, subjectKindWords } from './subject.ts'
import { code } from './text.ts'
import { countWords, personWords, timeWords } from './words.ts'

/** Answers to a person who mutes, ends a mute, or asks what is muted. */

const LONGEST_DAYS = LONGEST_MUTE_MS / (24 * 60 * 60_000)

const TIMES = 'Times: `2h`, `3 days`, `until friday 9:00`, `2026-12-03T09:00`; days and hours are UTC.'

export const renderMuted = (on: Subject, untilMs: number): Message =>
  renderNote(
    '🔕',
    `${subjectCode(on)} is muted in this channel until ${timeWords(untilMs)}.`,
    'A message in the channel says so.',
  )

export const renderMutedAlready = (name: string, { on, by, untilMs }: Mute): Message =>
  messageOf([
    sectionPart(
      `🔕 ${subjectCode(on)} is muted in this channel already, until ${timeWords(untilMs)}, by ${personWords(by, 'name')}. Nothing was changed.`,
    ),
    contextPart('End that mute first to give it another time.'),
    buttonsPart(endButton(name, on)),
  ])

export const renderUnmuted = (on: Subject): Message =>
  renderNote('🔔', `The mute of ${subjectCode(on)} in this channel is ended.`)

export const renderNotMuted = (name: string, typed: string): Message =>
  renderNote(
    '🔍',
    `${code(typed, 140)} is not muted in this channel.`,
    `${code(`${name} muted`)} lists what is.`,
  )

export const renderMuteOfWhat = (name: string): Message =>
  renderNote(
    '🔍',
    `${code(`${name} mute`)} needs a family or an image, and a time: ${code(`${name} mute payments-base 2h`)}.`,
    `${TIMES} A reason may follow.`,
  )

export const renderNoTime = (name: string, typed: string): Message =>
  renderNote(
    '🔍',
    `${code(typed, 140)} was not muted: how long is missing.`,
    `${TIMES} For example ${code(`${name} mute payments-base 2h`)}.`,
  )

export const renderTooLong = (on: string): Message =>
  renderNote(
    '🚫',
    `${code(on, 140)} was not muted: a mute lasts ${LONGEST_DAYS} days at most.`,
    `${TIMES} A rule with ${code('mute: true')} in amiops.config.yml is for longer.`,
  )

export const renderPastTime = (on: string): Message =>
  renderNote('🚫', `${code(on, 140)} was not muted: that time is over.`, TIMES)

export const renderNothingPosted = (): Message =>
  renderNote(
    '🚫',
    'Nothing was muted: amiops posts no changes of images in this channel.',
    'A mute is for the channel in which it is typed.',
  )

export const renderMuteNotPosted = (failure: string): Message =>
  renderNote(
    '🚫',
    `Nothing was muted: amiops cannot tell this channel of it (${code(failure, 60)}).`,
    'Invite the bot, then mute again.',
  )

export const renderChannelUnknown = (): Message =>
  renderNote(
    '🚫',
    'Nothing was muted: Slack did not say which channel this is.',
    'Invite the bot, or write the channel’s id in amiops.config.yml.',
  )

/** Who may not mute, and whom to ask. */
export const renderMayNotMute = (right: NotAllowed): Message =>
  right.why === 'no-such-right'
    ? renderNote(
        '🚫',
        'Nobody can mute: no role has it. Nothing was changed.',
        'Ask an amiops admin to list roles under mute in amiops.config.yml.',
      )
    : renderNote(
        '🚫',
        'You don’t have permission to mute in a channel. Nothing was changed.',
        whomToAsk(right),
      )

/** What a channel has muted. */
export const renderMutes = (
  name: string,
  mutes: readonly Mute[],
  nameOf: (account: string) => string,
  mayEnd: boolean,
): Message =>
  messageOf([
    sectionPart(mutes.length === 0 ? '🔔 Nothing is muted in this channel.' : '🔕 *Muted in this channel*'),
    ...mutes.slice(0, MOST_LISTED).map((mute, at) => {
      const { on, by, untilMs, why } = mute
      const words = [
        subjectCode(on),
        [
          subjectKindWords(on, nameOf),
          `until ${timeWords(untilMs)}`,
          `by ${personWords(by, 'name')}`,
          ...(why === undefined ? [] : [`reason: ${code(why, 200)}`]),
        ].join(' · '),
      ].join('\n')
      return mayEnd
        ? rowPart(words, commandButton(name, { text: `mute ${subjectWords(on)} off`, label: 'End' }, at))
        : sectionPart(words)
    }),
    ...(mutes.length > MOST_LISTED ? [contextPart(`${mutes.length - MOST_LISTED} more.`)] : []),
    contextPart(
      `${code(`${name} muted <family, ami-id or name>`)} shows what happened meanwhile. Only you see this.`,
    ),
  ])

const MOST_LISTED = 20
const ON_PAGE = 10

/** What happened while it was muted, the newest first, a page of it. */
export const renderMutedChanges = (
  name: string,
  mute: Mute,
  changes: readonly News[],
  wanted: number,
): Message => {
  const pages = Math.max(1, Math.ceil(changes.length / ON_PAGE))
  const page = Math.min(Math.max(1, wanted), pages)
  const text = `muted ${subjectWords(mute.on)}`
  const turns = [
    ...(page > 1 ? [{ text, page: page - 1, label: 'Newer' }] : []),
    ...(page < pages ? [{ text, page: page + 1, label: 'Older' }] : []),
  ]
  return messageOf([
    sectionPart(
      `🔕 ${subjectCode(mute.on)}: ${countWords(changes.length, 'change')} while it was muted in this channel · ${timeWords(mute.atMs)} until ${timeWords(muteEndMs(mute))}`,
    ),
    ...changes.slice((page - 1) * ON_PAGE, page * ON_PAGE).map(({ line }) => sectionPart(line)),
    ...(turns.length > 0 ? [buttonsPart(...turns.map((one, at) => commandButton(name, one, at)))] : []),
    contextPart(`${code(`${name} history <ami-id>`)} has all of an image. Only you see this.`),
  ])
}
