import type { Person } from '../../../src/domain/request.ts'
import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, asked, NOBODY, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const SAM: Person = { userId: 'U0SAM', name: 'sam', workspaceId: 'T0SANDBOX' }

const create = () => worldWith({ enable: { roles: ['operator'] }, disable: { roles: ['operator'] } })

const forward = (world: AskedWorld, key: string, person: Person, channelId = 'C0READY') =>
  serve(world.needs, {
    ...asked(world, key, person),
    place: { channelId, isPrivate: false },
    kind: 'forward',
    action: 'disable',
    image: IMAGE,
  })

const requestsIn = (world: AskedWorld, channel: string): string[] =>
  world.messenger
    .posts(channel)
    .flatMap(({ message, replies }) => [message, ...replies.map(reply => reply.message)])
    .map(({ text }) => text)
    .filter(text => text.startsWith('🙋'))

test('once for each person, until the image changes; each time the person sees who was asked', async () => {
  const world = create()
  await world.deliver(world.event('available'))
  await forward(world, 'first', SAM)
  await forward(world, 'again', SAM)
  expect(requestsIn(world, 'ami-ready')).toEqual([
    expect.stringMatching(/^🙋 <!subteam\^S0OPERATORS> · @sam asks you to disable `web-1`/),
  ])
  await forward(world, 'somebody-else', NOBODY)
  expect(requestsIn(world, 'ami-ready')).toHaveLength(2)
  for (const { userId } of [SAM, SAM, NOBODY])
    expect(world.messenger.privateMessages(userId).at(-1)).toMatch(/<!subteam\^S0OPERATORS> .*has been asked/)

  world.clock.advance(MINUTE)
  await world.deliver(world.event('available'))
  await forward(world, 'a-new-build', SAM)
  expect(requestsIn(world, 'ami-ready')).toHaveLength(3)
})

test('in the thread of the card in the channel where the person asked', async () => {
  const world = create()
  await world.deliver(world.event('failed'))
  await forward(world, 'in-alerts', SAM, 'C0ALERTS')
  expect(requestsIn(world, 'ami-alerts')).toHaveLength(1)
  expect(requestsIn(world, 'ami-ready')).toEqual([])
  await forward(world, 'in-a-direct-message', NOBODY, 'D0NOBODY')
  expect(requestsIn(world, 'ami-ready')).toHaveLength(1)
})
