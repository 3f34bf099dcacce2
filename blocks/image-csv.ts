import type { ListedImage } from '../src/domain/list-filter.ts'
import type { ListVerb } from '../src/domain/verb-kinds.ts'
import { csv } from './csv.ts'
import { whyWords } from './ec2-trouble.ts'
import { context, section } from './elements.ts'
import { type ListNote, listNotes, listTitle } from './image-list.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'

/** A whole list. */
export interface CsvView {
  verb: ListVerb
  /** Of the slash command. */
  name: string
  filters: string
  /** How many images it holds. */
  total: number
  notes: readonly ListNote[]
  nameOf: (account: string) => string
  /** The handle of the user group that owns it; any other owner as it is. */
  ownerName: (owner: string) => string
  nowMs: number
}

const COLUMNS = [
  'name',
  'image',
  'state',
  'account',
  'account name',
  'region',
  'created',
  'age in days',
  'GiB',
  'last launch (day, UTC)',
  'deprecated from',
  'family',
  'owner',
  'tags',
  'deregistered',
  'in Recycle Bin until',
]

const DAY_MS = 24 * 60 * 60_000

const time = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString())

/** Those that are kept: `…` stands for more. */
const tagsOf = ({ tags, hasMoreTags }: ListedImage['facts']): string =>
  [...Object.entries(tags).map(([key, value]) => `${key}=${value}`), ...(hasMoreTags ? ['…'] : [])].join('; ')

const rowOf = ({ image, state, facts, family, owners, ...gone }: ListedImage, view: CsvView): string[] => {
  const { createdAtMs, sizeGiB, launchedOnMs, deprecatedAtMs } = facts
  return [
    facts.name ?? '',
    image.imageId,
    state,
    image.account,
    view.nameOf(image.account),
    image.region,
    time(createdAtMs),
    createdAtMs === undefined ? '' : String(Math.floor((view.nowMs - createdAtMs) / DAY_MS)),
    sizeGiB === undefined ? '' : String(sizeGiB),
    time(launchedOnMs).slice(0, 10),
    time(deprecatedAtMs),
    family ?? '',
    owners.map(view.ownerName).join('; '),
    tagsOf(facts),
    time(gone.goneAtMs),
    time(gone.recycledUntilMs),
  ]
}

/** Images as a spreadsheet reads them: a line for each, in their order. */
export const renderCsv = (view: CsvView & { images: readonly ListedImage[] }): string =>
  csv(
    COLUMNS,
    view.images.map(image => rowOf(image, view)),
  )

/** The direct message in whose thread the file is. */
export const renderCsvNote = (view: CsvView): Message => {
  const title = listTitle(view.verb, view.total, view)
  return message(`${title.text} The file is in the thread.`, [
    section(title.mrkdwn),
    context('The whole list is in the thread of this message.', ...listNotes(view.notes).slice(0, 9)),
  ])
}

export const renderCsvSent = (view: CsvView): Message =>
  renderNote('📄', `${listTitle(view.verb, view.total, view).text} Sent to you as a direct message.`)

export const renderCsvNotSent = (code: string): Message =>
  renderNote(
    '⚠️',
    `The list could not be sent to you: ${whyWords(code)}.`,
    'Check that the app may send direct messages and files, then try again.',
  )
