import { announce } from '../../../src/flows/announce/announce.ts'
import { createMemoryWorld } from '../../support/memory/world.ts'

test('two channels that cannot be reached: the card in the fallback channel is one, and names both', async () => {
  const world = createMemoryWorld()
  const rules = [{ when: {}, to: ['gone-one', 'gone-two'], mention: [] }]
  const needs = { ...world.needs, config: { ...world.config, rules } }
  await announce(needs, [world.event('available')])
  const cards = world.messenger.posts('ami-alerts')
  expect(cards).toHaveLength(1)
  const words = [cards[0]?.message, ...(cards[0]?.replies ?? []).map(({ message }) => message)]
  const all = JSON.stringify(words)
  expect(all.match(/Meant for #gone-one/g)).not.toBeNull()
  expect(all.match(/Meant for #gone-two/g)).not.toBeNull()
})
