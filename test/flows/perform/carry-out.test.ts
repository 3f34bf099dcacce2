import type { RequestOptions } from '../../../src/domain/request.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  approval,
  decision,
  open,
  recordNow,
  requestEntries,
  runSchedule,
  send,
  WITH_AUDIT,
  worldWith,
} from '../../support/memory/asking.ts'

/** What EC2 answered, and what was written of it. */

test('its event is announced before its acceptance is written: it stays confirmed', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  const { addHistory } = w.ledger
  let once = true
  w.needs.ledger.addHistory = async (i, e) => {
    if (e.kind === 'request' && e.outcome === 'accepted' && once) {
      once = false
      await w.deliver(w.event('disabled'))
    }
    await addHistory(i, e)
  }
  await serve(w.needs, send(w, 'sent'))
  await runSchedule(w, 20)
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
  expect(await requestEntries(w)).toMatchObject([{ outcome: 'confirmed' }])
})

test('the answer to the write of acting is lost, the client tries again: EC2 is called', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  const { saveImage } = w.ledger
  w.needs.ledger.saveImage = async r => {
    const saved = await saveImage(r)
    return r.request?.state === 'acting' ? false : saved
  }
  await serve(w.needs, send(w, 'sent'))
  w.needs.ledger.saveImage = saveImage
  expect(w.images.changed).toHaveLength(1)
})

test('EC2 refused it while somebody else did the same: nobody is said to have done it in Slack', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } }, WITH_AUDIT)
  await w.deliver(w.event('available'))
  await open(w)
  const { change } = w.images
  w.needs.images.change = async c => {
    await change(c)
    await w.deliver(w.event('disabled'))
    return { kind: 'refused', code: 'UnauthorizedOperation', message: 'no', requestId: 'x' }
  }
  await serve(w.needs, send(w, 'sent'))
  expect((await requestEntries(w))[0]).toMatchObject({ outcome: 'failed' })
})

const THROTTLED = { kind: 'refused', code: 'RequestLimitExceeded', message: 'Too many.' } as const

describe('EC2 throttles', () => {
  const waiting = async (options: RequestOptions = {}) => {
    const w = worldWith({ deregister: { roles: ['operator'], approval } })
    await w.deliver(w.event('available'))
    await open(w, 'deregister')
    await serve(w.needs, send(w, 'the-submission', { options }))
    w.clock.advance(60_000)
    return w
  }

  test.each(['rehearse', 'change'] as const)(
    '%s of an approved request: it is tried again, once',
    async call => {
      const w = await waiting()
      const approve = decision(w, 'approve')
      const { [call]: answering } = w.images
      w.needs.images[call] = async () => THROTTLED
      await expect(serve(w.needs, approve)).rejects.toThrow(/EC2 (throttled|did not answer)/)
      w.clock.advance(30_000)
      await expect(serve(w.needs, approve)).rejects.toThrow(/EC2 (throttled|did not answer)/)
      w.needs.images[call] = answering
      w.clock.advance(30_000)
      await serve(w.needs, approve)
      await serve(w.needs, approve)
      expect(w.images.changed).toHaveLength(1)
      expect((await requestEntries(w))[0]).toMatchObject({ outcome: 'accepted' })
    },
  )

  test('an approved request for longer than ten minutes: it ends, and the image is free', async () => {
    const w = await waiting()
    const approve = decision(w, 'approve')
    w.needs.images.change = async () => THROTTLED
    await expect(serve(w.needs, approve)).rejects.toThrow(/EC2 throttled/)
    w.clock.advance(11 * 60_000)
    await serve(w.needs, approve)
    expect((await requestEntries(w))[0]).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('too long'),
    })
    expect(await recordNow(w)).not.toHaveProperty('request')
  })

  test('a click is answered at once, and can be repeated', async () => {
    const w = worldWith({ disable: { roles: ['operator'] } })
    await w.deliver(w.event('available'))
    await open(w)
    w.images.answerNext(THROTTLED)
    await serve(w.needs, send(w, 'sent'))
    expect((await requestEntries(w))[0]).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('(RequestLimitExceeded). Nothing was changed; try Disable again'),
    })
  })

  test('once deregistration protection is off, nothing is tried again: the person is told', async () => {
    const w = await waiting({ unprotect: true })
    const { change } = w.images
    w.needs.images.change = async one => (one.call === 'DeregisterImage' ? THROTTLED : change(one))
    await serve(w.needs, decision(w, 'approve'))
    expect((await requestEntries(w))[0]).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('its deregistration protection is off now'),
    })
  })
})
