import { type Message, startWorld, type TestWorld } from '../support/world.ts'

/** Lists as people see them: the scan, the slash command, pages and the file. */

const EVIL = '<!channel> <@U0MARIA> <https://evil.example|click> `x` *b* & '
const IMAGES = 12

let world: TestWorld
let hostile: string

beforeAll(async () => {
  world = await startWorld({ digestAbove: 100 })
  const made = await world.image({
    name: 'hostile',
    tags: { Owner: EVIL, [EVIL.slice(0, 60)]: `=1+1 ${EVIL}` },
  })
  hostile = made.imageId
  for (let n = 1; n < IMAGES; n++) await world.image({ name: `listed-${n}`, tags: { Team: 'pay' } })
  await world.post('/functions/schedule')
  await world.idle()
})
afterAll(() => world.close())

const wordsOf = (message: object): string => JSON.stringify(message)

/** Presses a button of a private answer, and reads what stands there then. */
const press = async (answer: Message, actionId: string, text: string): Promise<Message> => {
  const found = JSON.stringify(answer.blocks).match(
    new RegExp(
      `"action_id":"(${actionId})","text":\\{"type":"plain_text","text":"${text}"[^}]*\\}[^}]*"value":"([^"]*)"`,
    ),
  )
  if (!found) throw new Error(`Expected a button "${text}" in ${JSON.stringify(answer.blocks)}.`)
  const [, action_id = '', value = ''] = found
  await world.click('maria', { channel: answer.channel ?? 'ami-ready', ts: answer.ts, action_id, value })
  return (await world.privateOf('maria')).at(-1) as Message
}

test('a page of all images, and the next one in its place', async () => {
  const first = await world.ask('maria', 'list')
  expect(first.is_ephemeral).toBe(true)
  expect(first.text).toContain(`${IMAGES} images. 1–10 of ${IMAGES}`)
  expect(wordsOf(first).match(/"action_id":"status"/g)).toHaveLength(10)
  const next = await press(first, 'command-\\d', 'Next')
  expect(next.text).toContain(`11–${IMAGES} of ${IMAGES}`)
  const back = await press(next, 'command-\\d', 'Previous')
  expect(back.text).toContain('1–10 of')
})

test('whatever stands in tags is shown as what it is', async () => {
  const answer = await world.ask('maria', 'list hostile')
  expect(answer.text).toContain('1 image ·')
  for (const part of [wordsOf(answer), wordsOf(await world.ask('maria', `list tag:Owner=${EVIL}`))])
    expect(part).not.toMatch(/<!channel>|<@U0MARIA>|<https:\/\/evil/)
  expect((await world.ask('maria', 'list "tag:Owner=*evil.example*"')).text).toContain(hostile)
})

test('a file of all of them comes as a direct message, and no channel sees it', async () => {
  expect((await world.ask('maria', 'list no-such-image as:csv')).text).toContain('0 images')
  await world.ask('maria', 'list listed as:csv')
  const told = wordsOf(await world.privateOf('maria'))
  expect(told).toContain(`${IMAGES - 1} images · \`listed as:csv\`. Sent to you as a direct message.`)
  expect(told).toContain('The file is in the thread.')
  expect(told).toMatch(/"images-\d{8}T\d{6}\.csv"/)
  for (const channel of ['ami-ready', 'ami-alerts'])
    expect(wordsOf(await world.get(`/channels/${channel}/messages`))).not.toContain(
      'The file is in the thread',
    )
})

test('deregistered images: those in the Recycle Bin and those that are gone', async () => {
  const { imageId } = await world.image({ name: 'leaving-soon' })
  await world.post('/functions/schedule')
  await world.idle()
  await world.change(imageId, 'deregister')
  const answer = await world.ask('maria', 'deleted leaving-*')
  expect(answer.text).toContain('1 deregistered image')
  expect(answer.text).toContain(imageId)
  expect((await world.ask('maria', 'list leaving-*')).text).toContain('0 images')
})

test('nothing is stale in a young fleet, and what that means is said', async () => {
  const answer = await world.ask('maria', 'stale')
  expect(answer.text).toContain('0 stale images')
  expect(wordsOf(answer)).toContain('Older than 90 days')
})

test.each([
  ['list stat:failed', 'list state:failed'],
  ['list region:us-eats-1', 'list region:us-east-1'],
  ['stale older-than:30', 'stale older-than:30d'],
  ['deleted account:prodcution', 'deleted account:production'],
  ['lsit', 'list'],
])('/ami %s: did you mean /ami %s?', async (typed, meant) => {
  expect((await world.ask('maria', typed)).text).toContain(`Did you mean \`/ami ${meant}\`?`)
})
