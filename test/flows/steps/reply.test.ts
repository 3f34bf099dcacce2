import type { AskOf } from '../../../src/domain/ask.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, BUSY, MARIA, NOBODY, open, send, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Slack does not answer while something is asked for: who asked is told once it does, in the first way that works. */

const rights = { disable: { roles: ['operator'] }, enable: { roles: ['operator'] } }
const URL = 'https://hooks.slack.com/actions/T0SANDBOX/1/abc'

const command = (w: ReturnType<typeof worldWith>, place = {}): AskOf<'command'> => {
  const { place: where, ...rest } = asked(w, 'the-command')
  return { ...rest, kind: 'command', text: 'status web', place: { ...where, responseUrl: URL, ...place } }
}

test('a change that is refused meanwhile: refused once, answered later, in the same words', async () => {
  const w = worldWith(rights)
  await w.deliver(w.event('available'))
  const click = {
    ...asked(w, 'the-click', NOBODY),
    kind: 'change',
    action: 'enable',
    image: IMAGE,
  } as const
  w.messenger.answerWith(BUSY)
  await expect(serve(w.needs, click)).rejects.toMatchObject({ name: 'RetryLater', afterSec: 5 })
  w.clock.advance(60 * MINUTE)
  w.messenger.answerWith(undefined)
  await serve(w.needs, click)
  expect(w.messenger.privateMessages(NOBODY.userId)).toEqual([
    expect.stringMatching(/You don’t have permission/),
  ])
  expect(w.images.changed).toEqual([])
})

test('a change that EC2 took is made once, though the form could not say so', async () => {
  const w = worldWith(rights)
  await w.deliver(w.event('available'))
  await open(w)
  const sent = send(w, 'the-submission')
  const { showForm } = w.messenger
  w.needs.messenger.showForm = async () => BUSY
  await expect(serve(w.needs, sent)).rejects.toMatchObject({ name: 'RetryLater' })
  expect(w.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
  w.needs.messenger.showForm = showForm
  await serve(w.needs, sent)
  expect(w.images.changed).toHaveLength(1)
  expect(JSON.stringify(w.messenger.forms('V1').at(-1))).not.toMatch(/Reading the facts/)
})

test('a form that waited for more than ten minutes is not carried out, and closes with the reason', async () => {
  const w = worldWith(rights)
  await w.deliver(w.event('available'))
  await open(w)
  const sent = send(w, 'the-submission')
  w.clock.advance(11 * MINUTE)
  await serve(w.needs, sent)
  expect(w.images.changed).toEqual([])
  expect(JSON.stringify(w.messenger.forms('V1').at(-1))).toMatch(/was not disabled/)
})

test('a command that waited for more than ten minutes names what was not answered', async () => {
  const w = worldWith(rights)
  const ask = command(w)
  w.clock.advance(11 * MINUTE)
  await serve(w.needs, ask)
  expect(w.messenger.answers(URL)).toEqual([expect.stringMatching(/status web.* was not answered/)])
})

describe('answered where it still can be', () => {
  const used = async () => ({ kind: 'unusable', code: 'used_url' }) as const

  test('by an ephemeral message where the response_url is used up', async () => {
    const w = worldWith(rights)
    await w.deliver(w.event('available'))
    w.needs.messenger.respond = used
    await serve(w.needs, command(w))
    expect(w.messenger.privateMessages(MARIA.userId)).toHaveLength(1)
  })

  test('by a direct message where amiops is not in the channel', async () => {
    const w = worldWith(rights)
    await w.deliver(w.event('available'))
    w.needs.messenger.respond = used
    await serve(w.needs, command(w, { channelId: 'D0ELSEWHERE' }))
    expect(w.messenger.privateMessages(MARIA.userId)).toHaveLength(1)
  })

  test('by nothing else while Slack is busy: the queue brings the command back', async () => {
    const w = worldWith(rights)
    await w.deliver(w.event('available'))
    w.needs.messenger.respond = async () => BUSY
    await expect(serve(w.needs, command(w, { channelId: 'D0ELSEWHERE' }))).rejects.toMatchObject({
      name: 'RetryLater',
      afterSec: 5,
    })
    expect(w.messenger.privateMessages(MARIA.userId)).toEqual([])
  })
})
