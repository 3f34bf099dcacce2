import type { AskOf } from '../../../src/domain/ask.ts'
import { serve } from '../../../src/flows/serve.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

const OTHER = { ...IMAGE, imageId: 'ami-0fedcba9876543210' }

const details = (more: Partial<AskOf<'message'>> = {}): AskOf<'message'> => ({
  kind: 'message',
  key: 'details-key',
  person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false, responseUrl: 'https://answers.example/1' },
  workspaceId: 'T0SANDBOX',
  appId: '',
  askedAtMs: Date.UTC(2026, 0, 15, 12),
  author: { userId: 'U0AMIOPS' },
  images: [IMAGE],
  imageIds: [],
  ...more,
})

const answered = async (more: Partial<AskOf<'message'>> = {}, config = CONFIG) => {
  const world = createMemoryWorld(config)
  await serve(world.needs, details(more))
  return world.messenger.answers('https://answers.example/1')
}

/** The answer to `/ami status` of the same image, at the same time. */
const status = async () => {
  const world = createMemoryWorld()
  const { author: _a, images: _i, imageIds: _d, ...by } = details()
  await serve(world.needs, { ...by, kind: 'command', text: `status ${IMAGE.imageId}` })
  return world.messenger.answers('https://answers.example/1')
}

test('a message about one image gets the answer of /ami status', async () => {
  expect(await answered()).toEqual(await status())
  expect((await answered())[0]).toContain(IMAGE.imageId)
})

test('a line that names the image in its text alone gets the same', async () => {
  expect(await answered({ images: [], imageIds: [IMAGE.imageId] })).toEqual(await status())
})

test('a message by the bot’s id is ours, too', async () => {
  expect(await answered({ author: { botId: 'B0AMIOPS' } })).toEqual(await status())
})

test.each([
  ['of a person', { userId: 'U0MARIA' }],
  ['of another bot', { userId: 'U0OTHER', botId: 'B0OTHER' }],
  ['of nobody that Slack names', {}],
])('a message %s has no image details', async (_whose, author) => {
  expect(await answered({ author })).toEqual([expect.stringContaining('this message is not from amiops')])
})

test('a message that names no image says so', async () => {
  expect(await answered({ images: [] })).toEqual([expect.stringContaining('this message names no image')])
})

test('a message about several images asks for one', async () => {
  const [text = ''] = await answered({ images: [IMAGE, OTHER] })
  expect(text).toContain(`\`/ami status ${IMAGE.imageId}\` or \`/ami status ${OTHER.imageId}\``)
})

test('an account that the config does not name is not looked at', async () => {
  const [text = ''] = await answered({ images: [{ ...IMAGE, account: '999999999999' }] })
  expect(text).not.toContain('web-1')
})

test('a guest of another company is told nothing', async () => {
  expect(await answered({ person: { userId: 'U0GUEST', workspaceId: 'T0OTHER' } })).toEqual([
    expect.stringContaining('External (Slack Connect) users'),
  ])
})

test('an app that is named has to be ours; one that is not named is ours by the signature', async () => {
  const config = { ...CONFIG, appId: 'A0AMIOPS' }
  expect(await answered({ appId: 'A0OTHER' }, config)).toEqual([])
  expect(await answered({ appId: '' }, config)).toEqual(await status())
})
