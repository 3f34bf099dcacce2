import {
  type CsvView,
  renderCsv,
  renderCsvNote,
  renderCsvNotSent,
  renderCsvSent,
} from '../../blocks/image-csv.ts'
import type { ListedImage } from '../../src/domain/list-filter.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { note } from './given.ts'

const DAY = 24 * 60 * 60_000
const view = (more: Partial<CsvView> = {}): CsvView => ({
  verb: 'list',
  name: '/ami',
  filters: '',
  total: 2,
  notes: [],
  nameOf: () => 'production',
  ownerName: owner => `@${owner}`,
  nowMs: NOON_MS,
  ...more,
})

const WHOLE: ListedImage = {
  image: IMAGE,
  state: 'deregistered',
  facts: {
    name: 'web-1',
    createdAtMs: NOON_MS - 2.5 * DAY,
    sizeGiB: 8,
    launchedOnMs: NOON_MS - DAY,
    deprecatedAtMs: NOON_MS + DAY,
    tags: { Team: 'web', Env: 'prod' },
    hasMoreTags: true,
  },
  family: 'web',
  owners: ['leads', 'ops'],
  goneAtMs: NOON_MS,
  recycledUntilMs: NOON_MS + 7 * DAY,
}

test('a line for each image: all that is known, or empty', () => {
  const bare: ListedImage = {
    image: IMAGE,
    state: 'available',
    facts: { tags: {} },
    family: undefined,
    owners: [],
  }
  expect(
    renderCsv({ ...view(), images: [WHOLE, bare] })
      .split('\r\n')
      .join('\n')
      .trim()
      .split('\n'),
  ).toEqual([
    'name,image,state,account,account name,region,created,age in days,GiB,"last launch (day, UTC)",deprecated from,family,owner,tags,deregistered,in Recycle Bin until',
    "web-1,ami-0123456789abcdef0,deregistered,123456789012,production,eu-west-1,2026-11-03T00:00:00.000Z,2,8,2026-11-04,2026-11-06T12:00:00.000Z,web,'@leads; @ops,Team=web; Env=prod; …,2026-11-05T12:00:00.000Z,2026-11-12T12:00:00.000Z",
    ',ami-0123456789abcdef0,available,123456789012,production,eu-west-1,,,,,,,,,,',
  ])
})

test('the message of the file, and the answer', () => {
  const { text, blocks } = renderCsvNote(view({ filters: 'state:disabled' }))
  expect(text).toBe('2 images · `state:disabled`. The file is in the thread.')
  expect(drawn({ blocks })).toEqual([
    '*2 images* · `state:disabled`',
    'The whole list is in the thread of this message.',
  ])
  expect(renderCsvSent(view({ verb: 'stale', total: 1 }))).toEqual(
    note('📄 1 stale image. Sent to you as a direct message.'),
  )
})

test('a file that Slack did not take', () => {
  expect(renderCsvNotSent('not_in_channel').text).toMatch(
    /^⚠️ The list could not be sent to you: .*`not_in_channel`.*\. Check that the app may send direct messages and files, then try again\.$/,
  )
})
