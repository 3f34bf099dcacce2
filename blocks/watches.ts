import { imageKey } from '../src/domain/image.ts'
import type { News } from '../src/domain/news.ts'
import { type Subject, subjectName, subjectWords } from '../src/domain/subject.ts'
import type { AddressedNews } from '../src/domain/watch-news.ts'
import { MOST_WATCHED, type Watch } from '../src/domain/watcher.ts'
import { commandButton } from './command-buttons.ts'
import { actions, button } from './elements.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { contextPart, messageOf, quotePart, rowPart, sectionPart } from './part.ts'
import { subjectCode, subjectKindWords } from './subject.ts'
import { code, shorten, toLine } from './text.ts'
import { agoWords, countWords, numberWords } from './words.ts'

/** You watch it now, or did before. */
export const renderWatched = (name: string, subject: Subject, isNew: boolean): Message =>
  renderNote(
    '👀',
    isNew
      ? `You now get a direct message about each change of ${subjectCode(subject)}: its state, its aliases, and access for others than the config knows.`
      : `You watch ${subjectCode(subject)} already.`,
    `${code(`${name} watch ${subjectWords(subject)} off`, 300)} ends it. ${code(`${name} watching`)} lists what you watch.`,
  )

export const renderTooManyWatched = (name: string, subject: Subject): Message =>
  renderNote(
    '🚫',
    `${subjectCode(subject)} is not watched: you watch ${MOST_WATCHED} families and images, and that is the limit.`,
    `End one first: ${code(`${name} watching`)} lists them, each with a button.`,
  )

export const renderNoLongerWatched = (subject: Subject): Message =>
  renderNote('👀', `You get no direct messages about ${subjectCode(subject)} any more.`)

export const renderNotWatched = (name: string, typed: string): Message =>
  renderNote(
    '🔍',
    `You do not watch ${code(typed, 140)}.`,
    `${code(`${name} watching`)} lists what you watch.`,
  )

export const renderWatchOfWhat = (name: string): Message =>
  renderNote(
    '🔍',
    `${code(`${name} watch`)} needs a family, or an image: its id or its whole name.`,
    `For example ${code(`${name} watch payments-base`)}. ${code(`${name} watching`)} lists what you watch.`,
  )

/** What a person watches, each with a button that ends it. */
export const renderWatching = (
  name: string,
  watches: readonly Watch[],
  nameOf: (account: string) => string,
): Message =>
  messageOf([
    sectionPart(
      watches.length === 0
        ? '👀 You watch nothing.'
        : `👀 *You watch ${numberWords(watches.length)} of at most ${MOST_WATCHED}* · a direct message about each change`,
    ),
    ...watches.map(({ on, sinceMs }, at) =>
      rowPart(
        `${subjectCode(on)}\n${subjectKindWords(on, nameOf)} · since ${agoWords(sinceMs)}`,
        commandButton(name, { text: `watch ${subjectWords(on)} off`, label: 'Stop watching' }, at),
      ),
    ),
    contextPart(
      `${code(`${name} watch <family, ami-id or name>`)} adds one. Many changes at once are one message. Only you see this.`,
    ),
  ])

/** One change, as a direct message. */
export const renderWatchNews = (name: string, { line, image, reason }: News, on: Subject): Message =>
  messageOf([
    sectionPart(line),
    ...(reason === undefined ? [] : [quotePart('Reason', reason)]),
    contextPart(`👀 You watch ${subjectCode(on)}`),
    {
      blocks: [
        actions(
          ...(image
            ? [
                button({
                  actionId: 'status',
                  text: 'Show',
                  label: `Show ${image.imageId}`,
                  value: imageKey(image),
                }),
              ]
            : []),
          stopButton(name, on),
        ),
      ],
      words: '',
    },
  ])

const stopButton = (name: string, on: Subject) =>
  commandButton(name, {
    text: `watch ${subjectWords(on)} off`,
    label: shorten(toLine(`Stop watching ${subjectName(on)}`), 70),
  })

/** "30 deregistered, 7 disabled" */
const countsOf = (news: readonly AddressedNews[]): string => {
  const counts = new Map<string, number>()
  for (const { what } of news) counts.set(what, (counts.get(what) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => `${numberWords(count)} ${what}`)
    .join(', ')
}

const MOST_NAMED = 5

/** Many changes at once, in one line; for the first change of a burst, the change itself. */
export const renderManyNews = (
  name: string,
  news: readonly AddressedNews[],
  on: readonly Subject[],
): Message =>
  messageOf([
    sectionPart(
      news.length === 1 && news[0]
        ? news[0].line
        : `🔔 *${countWords(news.length, 'change')} of what you watch*: ${countsOf(news)}`,
    ),
    contextPart(
      `👀 You watch ${on.slice(0, MOST_NAMED).map(subjectCode).join(', ')}${on.length > MOST_NAMED ? ` and ${on.length - MOST_NAMED} more` : ''}`,
    ),
    ...(on.length === 1 && on[0]?.kind === 'family'
      ? [
          {
            blocks: [
              actions(
                commandButton(
                  name,
                  { text: `list family:${subjectWords(on[0])}`, label: 'List its images' },
                  0,
                ),
                commandButton(name, { text: `family ${subjectWords(on[0])}`, label: 'Builds' }, 1),
              ),
            ],
            words: '',
          },
        ]
      : []),
  ])
