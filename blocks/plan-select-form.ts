import type { KnownBlock } from '@slack/types'
import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { Selection } from '../src/domain/ask.ts'
import { SELECT_CALLBACK } from '../src/domain/form-fields.ts'
import { chunksOf } from '../src/domain/group-by.ts'
import { imageKey } from '../src/domain/image.ts'
import type { ListedImage } from '../src/domain/list-filter.ts'
import { PLAN_IMAGES } from '../src/domain/plan.ts'
import { context, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { checkboxes, radioButtons } from './input-elements.ts'
import { shorten, toLine } from './text.ts'
import { countWords, numberWords, stateWords, utcWords } from './words.ts'

/** The form in which a person selects images of a list, and an action for them. */

export interface SelectView {
  from: Selection
  /** What the list holds, as mrkdwn. */
  title: string
  /** How many the list holds. */
  total: number
  /** The first of them, in the order of the list: at least those that are offered. */
  images: readonly ListedImage[]
  /** The page whose images are offered first, from 1. */
  page: number
  actions: readonly Action[]
  /** Where the person asked. */
  channelId: string
  nameOf: (account: string) => string
}

/** As many as one group of checkboxes holds, and one page of a list. */
const GROUP = 10
const GROUPS = 5
/** So many images can be ticked. */
export const OFFERED = GROUP * GROUPS

export const renderOpeningSelectForm = (): Form =>
  form({ title: 'Select images', blocks: [section('⏳ Reading the list…')], close: 'Cancel', memo: '' })

const choiceOf = ({ image, state, facts, recycledUntilMs }: ListedImage, nameOf: SelectView['nameOf']) => {
  const when =
    recycledUntilMs === undefined
      ? facts.createdAtMs === undefined
        ? []
        : [utcWords(facts.createdAtMs).slice(0, 10)]
      : [`restorable until ${utcWords(recycledUntilMs).slice(0, 10)}`]
  const about = [stateWords(state), toLine(nameOf(image.account)), image.region, ...when]
  return {
    value: imageKey(image),
    text: shorten(toLine(facts.name ?? image.imageId), 75),
    description: shorten([...(facts.name === undefined ? [] : [image.imageId]), ...about].join(' · '), 75),
  }
}

const which = (total: number, offered: number): KnownBlock[] => {
  if (total <= 1) return []
  const all = `All ${numberWords(total)}`
  const isTooMany = total > PLAN_IMAGES
  return [
    ...(isTooMany
      ? [
          context(
            `⚠️ ${all} are too many for one plan (at most ${numberWords(PLAN_IMAGES)}): narrow the list with filters, or tick some.`,
          ),
        ]
      : []),
    radioButtons(
      { id: 'which', label: 'Which images', isRequired: true },
      [
        ...(isTooMany ? [] : [{ value: 'all', text: `${all} of the list` }]),
        {
          value: 'ticked',
          text: `Those ticked below${total > offered ? ` (${offered} of them are shown)` : ''}`,
        },
      ],
      isTooMany ? 'ticked' : undefined,
    ),
  ]
}

export const renderSelectForm = (view: SelectView): Form => {
  const { from, title, total, images, page, actions, channelId, nameOf } = view
  const start = Math.min((Math.max(1, page) - 1) * GROUP, Math.max(0, images.length - 1))
  const offered = images.slice(start, start + OFFERED)
  const [only] = actions
  return form({
    callback: SELECT_CALLBACK,
    title: 'Select images',
    blocks: [
      section(title),
      radioButtons(
        { id: 'action', label: 'What to do', isRequired: true },
        actions.map(action => ({ value: action, text: ACTION_RULES[action].label })),
        actions.length === 1 ? only : undefined,
      ),
      ...which(total, offered.length),
      ...chunksOf(offered, GROUP).map((some, at) =>
        checkboxes(
          {
            id: `images-${at}`,
            label: `${numberWords(start + at * GROUP + 1)}–${numberWords(start + at * GROUP + some.length)} of ${countWords(total, 'image')}`,
            isRequired: false,
          },
          some.map(one => choiceOf(one, nameOf)),
          total === 1 ? some.map(({ image }) => imageKey(image)) : [],
        ),
      ),
      context('The next step shows what is known of them. Nothing changes before you confirm it.'),
    ],
    submit: 'Next',
    close: 'Cancel',
    memo: JSON.stringify({ from, channel: channelId }),
  })
}
