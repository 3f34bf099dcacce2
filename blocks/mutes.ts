import type { Button } from '@slack/types'
import { type Mute, muteEndMs } from '../src/domain/mute.ts'
import { type Subject, subjectName, subjectWords } from '../src/domain/subject.ts'
import { commandButton } from './command-buttons.ts'
import { actions } from './elements.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, quotePart, sectionPart } from './part.ts'
import { subjectCode } from './subject.ts'
import { shorten, toLine } from './text.ts'
import { countWords, personWords, timeWords } from './words.ts'

/** Messages about a mute in its channel and in the audit channel. */

/** What a mute never holds back. */
const EXCEPTIONS =
  'Posted all the same: what mentions somebody, what a rule marks `always: card`, alerts, critical findings, changes of aliases, warnings and suggestions to the owners, and what people ask for here: plans, approvals and their outcomes.'

export const endButton = (name: string, on: Subject) =>
  commandButton(
    name,
    {
      text: `mute ${subjectWords(on)} off`,
      label: shorten(toLine(`End the mute of ${subjectName(on)}`), 70),
    },
    0,
  )

const changesButton = (name: string, on: Subject) =>
  commandButton(name, { text: `muted ${subjectWords(on)}`, label: 'Show the changes' }, 1)

export const buttonsPart = (...buttons: readonly Button[]): Part => ({
  blocks: [actions(...buttons)],
  words: '',
})

const whyParts = ({ why }: Mute): Part[] => (why === undefined ? [] : [quotePart('Reason', why)])

/** The mute, in the channel that it is for; once it is over, without the button that ends it. */
export const renderMute = (name: string, mute: Mute, isOver: boolean): Message => {
  const { on, by, ended } = mute
  const who = personWords(by, 'name')
  const until = timeWords(muteEndMs(mute))
  return messageOf([
    sectionPart(
      isOver
        ? `🔔 ${subjectCode(on)} was muted in this channel until ${until} · by ${who}${ended ? ` · ended by ${personWords(ended.by, 'name')}` : ''}`
        : `🔕 ${subjectCode(on)} is muted in this channel until ${until} · by ${who}`,
    ),
    ...whyParts(mute),
    ...(isOver
      ? []
      : [
          contextPart(
            `No cards, digests and thread lines about its changes are posted here until then, nor changes of its deprecation date. Cards that are here stay up to date; the history and the audit log go on. ${EXCEPTIONS}`,
          ),
          buttonsPart(endButton(name, on), changesButton(name, on)),
        ]),
  ])
}

/** The end of a mute, in its channel. */
export const renderMuteEnded = (name: string, { on, ended }: Mute, changes: number): Message => {
  const how = ended ? `was ended by ${personWords(ended.by, 'name')}` : 'ended'
  const count = changes === 0 ? 'nothing was held back' : `${countWords(changes, 'change')} happened`
  return messageOf([
    sectionPart(`🔔 The mute of ${subjectCode(on)} ${how}; ${count}${changes === 0 ? '' : ' meanwhile'}.`),
    ...(changes === 0 ? [] : [buttonsPart(changesButton(name, on))]),
  ])
}

/** The mute, for the audit channel. */
export const renderMuteAudit = ({ on, by, channelId, untilMs, why }: Mute): Message => {
  const line = `🔕 ${subjectCode(on)} muted in <#${channelId}> until ${timeWords(untilMs)} by ${personWords(by, 'name')}`
  return messageOf([sectionPart(line), ...(why === undefined ? [] : [quotePart('Reason', why)])])
}
