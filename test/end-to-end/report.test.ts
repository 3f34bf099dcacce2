import { readFileSync } from 'node:fs'
import { WEEKDAYS } from '../../src/domain/weekly.ts'
import { type Message, startWorld, type TestWorld, writeConfig } from '../support/world.ts'
import { worldNowMs } from '../support/world-time.ts'

/** The weekly report and the audit log as a file, from the schedule and the command to what stands in Slack. */

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

let world: TestWorld
beforeEach(async () => {
  // Due a day and an hour or two from now, whenever this runs.
  const due = new Date(Math.ceil(worldNowMs() / HOUR) * HOUR + DAY + HOUR)
  const config = readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
    /weekly: .*/,
    `weekly: { weekday: ${WEEKDAYS[due.getUTCDay()]}, hour: ${due.getUTCHours()}, channel: ami-ready }`,
  )
  world = await startWorld({ fleet: 'demo', configFile: writeConfig(config) })
})
afterEach(() => world.close())

const runSchedule = async (): Promise<void> => {
  await world.post('/functions/schedule')
  await world.idle()
}

/** Those of all images, or of the families of an owner. */
const reports = async (begin = 'Image report, '): Promise<Message[]> =>
  (await world.roots('ami-ready')).filter(({ text }) => text.startsWith(begin))

type Picture = NonNullable<Message['files']>[number] & { mimetype?: string; alt_txt?: string }
const pictures = async (): Promise<Picture[]> =>
  (await world.roots('ami-ready')).flatMap(({ files = [] }) => files as Picture[])

const download = async (address: string | undefined): Promise<Uint8Array> => {
  const answer = await fetch(String(address), { headers: { 'sec-fetch-site': 'none' } })
  return new Uint8Array(await answer.arrayBuffer())
}

test('the weekly report comes once, with a picture that says in words what it shows', async () => {
  await runSchedule()
  expect(await reports()).toEqual([])
  await world.advance(DAY + 2 * HOUR)
  for (let run = 0; run < 3; run++) {
    await runSchedule()
    await world.advance(HOUR)
  }
  const [report, ...more] = await reports()
  expect(more).toEqual([])
  expect(report?.text).toMatch(/Instances by the status of their image: .*deregistered/)
  expect(report?.text).toMatch(/Images and cost: \d+ images · [\d,]+ GiB · up to ~\$\d/)
  const [own, ...others] = await reports('Image report of `payments-base`')
  expect(others).toEqual([])
  expect(own?.text).toMatch(/Images and cost: \d+ images/)
  const [picture, ...ofOwner] = await pictures()
  expect(ofOwner).toHaveLength(1)
  expect(picture?.mimetype).toBe('image/png')
  expect(picture?.alt_txt).toMatch(
    /^Line of images over 12 weeks: .* Bars of images by age: under 30 days \d+/,
  )
  const png = await download(picture?.url_private)
  const head = new DataView(png.buffer)
  expect([head.getUint32(0), head.getUint32(16)]).toEqual([0x89504e47, 1000])
  expect(head.getUint32(20)).toBeGreaterThan(900)

  await world.advance(7 * DAY)
  await runSchedule()
  const [, second] = await reports()
  expect(second?.text).toMatch(/In a week: no change in images, no change in size/)
})

test('the audit log is a file for those who may have it, and says who took it', async () => {
  const [image] = await world.images()
  await world.change(image?.imageId ?? '', 'disable')
  await world.idle()
  const refused = await world.ask('maria', 'export audit since 30d')
  expect(refused.text).toMatch(/You don’t have permission to export the audit log\. Ask @?.*alex/i)
  const before = (await world.privateOf('alex')).length
  await world.ask('alex', 'export audit since 30d')
  const told = (await world.privateOf('alex')).slice(before)
  const files = told.flatMap(({ replies = [] }) => replies.flatMap(reply => reply.files ?? []))
  expect(files).toHaveLength(1)
  const content = new TextDecoder().decode(await download(files[0]?.url_private))
  expect(content).toMatch(/^time,kind,what,outcome,account,/)
  expect(content).toMatch(new RegExp(`,event,disabled,.*,${image?.imageId},`))
  expect(content).toMatch(/,export,audit log,refused,.*,U0MARIA,/)
  const lines = (await world.roots('ami-audit')).map(({ text }) => text)
  expect(lines).toContainEqual(expect.stringMatching(/maria tried to export the audit log/))
  expect(lines).toContainEqual(expect.stringMatching(/alex exported the audit log/))
})
