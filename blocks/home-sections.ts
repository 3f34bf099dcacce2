import type { KnownBlock } from '@slack/types'
import { ACTION_RULES, actionWords } from '../src/domain/actions.ts'
import type { Attempt } from '../src/domain/history.ts'
import { isWithoutRight } from '../src/domain/history.ts'
import type {
  AwaitedApproval,
  LeavingImage,
  OpenFailure,
  OwnPlan,
  OwnRequest,
  Shown,
} from '../src/domain/home.ts'
import { type ImageRef, imageKey } from '../src/domain/image.ts'
import { commandButton } from './command-buttons.ts'
import { whyWords } from './ec2-trouble.ts'
import { actions, button, context, row, section } from './elements.ts'
import { OUTCOME } from './history.ts'
import type { HomeContent } from './home-content.ts'
import { countPlaces, placesWords } from './place-groups.ts'
import { planTitle } from './plan-card-view.ts'
import { itemsInWords } from './plan-line.ts'
import { boldPlanWords, planWords } from './plan-words.ts'
import { REASON_SHOWN } from './reason.ts'
import { code, escapeText, shorten } from './text.ts'
import { agoWords, capital, countWords, numberWords, personWords, timeWords } from './words.ts'

/** The sections of a Home for open work and recent requests. */

/** So many accounts and regions that could not be read are named. */
const NAMED = 3

type Named = { image: ImageRef; name?: string }

const nameWords = ({ image, name }: Named): string => code(name ?? image.imageId, 100)

const placeWords = ({ image }: Named, { nameOf }: HomeContent): string =>
  `${escapeText(nameOf(image.account), 60)} · ${image.region}`

const showButton = ({ image }: Named) =>
  button({
    actionId: 'status',
    text: 'Show',
    label: shorten(`Show: ${image.imageId} in ${image.region}`, 75),
    value: imageKey(image),
  })

/** A section that could not be read. */
export const unreadBlocks = (title: string, why: string): KnownBlock[] => [
  section(`*${title}*`),
  context(`⚠️ Couldn’t be read: ${whyWords(why)}. amiops tries again within five minutes.`),
]

const titled = <T>(
  title: string,
  { items, total }: Shown<T>,
  none: string,
  draw: (item: T) => KnownBlock,
  more?: KnownBlock,
): KnownBlock[] => [
  section(total === 0 ? `*${title}*\n${none}` : `*${title}* · ${numberWords(total)}`),
  ...items.map(draw),
  ...(total > items.length ? [context(`${numberWords(total - items.length)} more not shown.`)] : []),
  ...(total > items.length && more ? [more] : []),
]

const awaitedWords = (awaited: AwaitedApproval, content: HomeContent): string => {
  const { action, of, by, expiresAtMs } = awaited
  const what =
    'images' in of
      ? boldPlanWords({ action, ...of })
      : `*${actionWords(action).label}* ${nameWords(of)} · ${placeWords(of, content)}`
  return `⏳ ${what}\nRequested by ${personWords(by, 'mention')} · expires ${timeWords(expiresAtMs)}`
}

const awaitedBlock = (awaited: AwaitedApproval, content: HomeContent): KnownBlock => {
  const words = awaitedWords(awaited, content)
  const { permalink, of, action } = awaited
  const what =
    'images' in of ? planWords({ action, ...of }) : `${actionWords(action).label} ${of.image.imageId}`
  return permalink === undefined
    ? section(words)
    : row(
        words,
        button({
          actionId: 'console',
          text: 'Review',
          label: shorten(`Review: ${what}`, 75),
          url: permalink,
          style: 'primary',
        }),
      )
}

/** Requests that wait for this person's approval, each with a link to its message, which has the facts and the buttons. */
export const awaitedSection = (content: HomeContent): KnownBlock[] => {
  const { awaited } = content
  const title = 'Waiting for you'
  if (!awaited.known) return unreadBlocks(title, awaited.why)
  return titled(title, awaited.value, 'No request waits for your approval.', item =>
    awaitedBlock(item, content),
  )
}

export const failuresSection = (content: HomeContent): KnownBlock[] => {
  const { failures, name } = content
  const title = 'Unacknowledged failures, last 7 days'
  if (!failures.known) return unreadBlocks(title, failures.why)
  return titled(
    title,
    failures.value,
    'None.',
    (failure: OpenFailure) =>
      row(
        `🔴 ${nameWords(failure)} · ${placeWords(failure, content)}\n${failure.reason === undefined ? 'AWS gave no reason' : code(failure.reason, REASON_SHOWN.home)} · ${agoWords(failure.atMs)}`,
        showButton(failure),
      ),
    actions(commandButton(name, { text: 'list state:failed', label: 'All failed images' })),
  )
}

export const leavingSection = (content: HomeContent): KnownBlock[] => {
  const { leaving, name, nameOf } = content
  const title = 'Leaving the Recycle Bin this week'
  if (leaving === undefined) return [section(`*${title}*\nReading the Recycle Bins…`)]
  if (!leaving.known) return unreadBlocks(title, leaving.why)
  const { unread, unasked } = leaving.value
  const notes = [
    ...(unread.length === 0
      ? []
      : [
          `⚠️ Not in this list, ${countPlaces(unread)} couldn’t be read: ${placesWords(unread, nameOf, NAMED)}.`,
        ]),
    ...(unasked === 0
      ? []
      : [
          `⚠️ Not in this list: the Recycle Bins of ${countWords(unasked, 'more account and region', 'more accounts and regions')}, which a Home doesn’t read. The button reads all.`,
        ]),
  ]
  return [
    ...titled(
      title,
      leaving.value,
      'Nothing.',
      (image: LeavingImage) =>
        row(
          `♻️ ${nameWords(image)} · ${placeWords(image, content)}\nRestorable until ${timeWords(image.untilMs)}`,
          showButton(image),
        ),
      actions(commandButton(name, { text: 'deleted', label: 'All deregistered images' })),
    ),
    ...notes.map(note => context(note)),
  ]
}

const EMOJI: Readonly<Partial<Record<Attempt['outcome'], string>>> = {
  confirmed: '✅',
  approved: '☑️',
  refused: '🚫',
  declined: '🚫',
  failed: '⚠️',
  withdrawn: '↩️',
  expired: '⌛',
}

const requestWords = (request: OwnRequest, content: HomeContent): string => {
  const { attempt } = request
  const { action, outcome, atMs, reason } = attempt
  const came = isWithoutRight(attempt) ? 'denied (no permission)' : (OUTCOME[outcome] ?? outcome)
  const why = reason === undefined || isWithoutRight(attempt) ? '' : `: ${escapeText(reason, 150)}`
  return `${EMOJI[outcome] ?? '⏳'} *${ACTION_RULES[action].label}* ${nameWords(request)} · ${placeWords(request, content)}\n${came}${why} · ${agoWords(atMs)}`
}

/** A plan as one line, with the way to its card. */
const planRow = ({ plan, images, permalink }: OwnPlan): KnownBlock => {
  const { state, approval, createdAtMs } = plan
  const what = boldPlanWords(plan)
  const details = [
    ...(images.length > 0 ? [itemsInWords(images)] : []),
    ...(state === 'waiting' && approval ? [`expires ${timeWords(approval.expiresAtMs)}`] : []),
    agoWords(createdAtMs),
  ]
  const words = `${planTitle({ plan, images, style: 'mention' })}: ${what}\n${details.join(' · ')}`
  if (permalink === undefined) return section(words)
  const label = `View the plan: ${capital(planWords(plan))}`
  return row(words, button({ actionId: 'console', text: 'View', label: shorten(label, 75), url: permalink }))
}

export const requestsSection = (content: HomeContent): KnownBlock[] => {
  const title = 'Your requests'
  const { requests } = content
  if (!requests.known) return unreadBlocks(title, requests.why)
  return [
    section(requests.value.length === 0 ? `*${title}*\nYou haven’t asked for a change yet.` : `*${title}*`),
    ...requests.value.map(one =>
      'plan' in one ? planRow(one) : row(requestWords(one, content), showButton(one)),
    ),
  ]
}
