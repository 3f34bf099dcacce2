import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, approval, BUSY, open, send, worldWith } from '../../support/memory/asking.ts'
import { MINUTE } from '../../support/memory/world.ts'

const texts = (w: AskedWorld, channel: string) =>
  w.messenger.posts(channel).map(({ message }) => message.text)

test('an override whose announcement is in doubt is found again, and announced once', async () => {
  const w = worldWith({
    disable: {
      roles: ['operator'],
      approval: { ...approval, channel: 'nowhere' },
      breakGlass: { roles: ['breaker'] },
    },
  })
  await w.deliver(w.event('available'))
  await open(w)
  const ask = send(w, 'sent', { options: { emergencyOverride: true } })
  const { post } = w.messenger
  let once = true
  w.needs.messenger.post = async (c, m, t) => {
    const d = await post(c, m, t)
    if (c === 'ami-alerts' && once) {
      once = false
      return { ...BUSY, inDoubt: true }
    }
    return d
  }
  await serve(w.needs, ask).catch(() => {})
  w.clock.advance(MINUTE)
  await serve(w.needs, ask)
  expect(texts(w, 'ami-alerts').filter(t => /using the emergency override/.test(t))).toHaveLength(1)
})
