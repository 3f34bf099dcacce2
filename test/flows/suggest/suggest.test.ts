import { imagesLeft, suggestionId } from '../../../src/domain/suggestion.ts'
import { suggestPlan } from '../../../src/flows/suggest/suggest-plan.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { planWorld, ref } from '../../support/plans.ts'

const HOUR = 60 * MINUTE
const ID = suggestionId('cleanup', '2026-01-12', 'ami-ready', 'disable')

const suggestingWorld = async (images = 3, action: 'disable' | 'deregister' = 'disable') => {
  const world = await planWorld(images)
  const suggest = (id = ID) =>
    suggestPlan(world.needs, {
      id,
      action,
      title: 'Clean-up of web',
      why: 'Older than 90 days.',
      channel: 'ami-ready',
      mention: ['S0OWNERS'],
      images: Array.from({ length: images }, (_, i) => ({
        image: ref(i + 1),
        state: 'available' as const,
        name: `web-${i + 1}`,
        sizeGiB: 8,
        reason: 'created 2025-10-01, never launched',
      })),
      notes: ['web-9: who uses it is not known.'],
      untilMs: world.clock.nowMs() + 24 * HOUR,
    })
  const cards = (channel = 'ami-ready') =>
    world.messenger
      .posts(channel)
      .map(({ message }) => message)
      .filter(({ metadata }) => metadata?.event_type === 'amiops_suggestion')
  const submit = async (planId: string): Promise<void> => {
    await world.ask('submit-plan', {
      planId,
      viewId: 'V0PLAN',
      purpose: 'too old',
      options: {},
      ...(await world.typed(planId)),
    })
  }
  return { ...world, suggest, cards, submitPlan: submit }
}
const FROM = { kind: 'suggestion' as const, id: ID }

describe('a plan that amiops suggests', () => {
  test('is one message with images, reasons, what that saves and what is not known; nothing is changed', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    await world.suggest()
    expect(world.cards()).toHaveLength(1)
    const [card] = world.cards()
    expect(card?.text).toMatch(/Suggested: disable 3 images/)
    expect(card?.text).toMatch(/24 GiB · up to ~\$1\.20\/month \(estimate\)/)
    expect(card?.text).toMatch(
      /web-1.*created <!date\^1759320000\^\{date_short_pretty\}\|2025-10-01>, never launched/,
    )
    expect(card?.text).toMatch(/web-9: who uses it is not known/)
    expect(card?.text).toMatch(/<!subteam\^S0OWNERS>/)
    expect(card?.text).toMatch(/Buttons: Disable all…, Choose…, None/)
    expect(world.images.changed).toEqual([])
  })

  test('all of it becomes a plan, which is carried out; nothing is left to choose', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    const id = await world.ask('plan', { from: FROM, viewId: 'V0PLAN' })
    expect(world.formText()).toMatch(/3 images/)
    await world.submitPlan(id)
    await world.run(id)
    expect(world.images.changed).toHaveLength(3)
    expect(world.cards()[0]?.text).toMatch(/3 of 3 are in a plan/)
    expect(world.cards()[0]?.text).not.toMatch(/Buttons/)
    await world.ask('plan', { from: FROM, viewId: 'V0AGAIN' })
    expect(world.formText('V0AGAIN')).toMatch(/part of a plan already/)
  })

  test('some are chosen; the others stay suggested, and only its own action is offered', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    await world.ask('select', { from: FROM, page: 1, viewId: 'V0SELECT' })
    expect(world.formText('V0SELECT')).toMatch(/3 suggested images/)
    expect(world.formText('V0SELECT')).not.toMatch(/"Deregister"/)
    const id = await world.ask('plan', {
      from: FROM,
      action: 'disable',
      images: [ref(2), ref(77)],
      viewId: 'V0PLAN',
    })
    await world.submitPlan(id)
    await world.run(id)
    expect(world.images.changed).toEqual([expect.stringContaining(ref(2).imageId)])
    expect(world.cards()[0]?.text).toMatch(/1 of 3 is in a plan.*expires/)
    const suggestion = await world.ledger.readSuggestion(ID)
    expect(suggestion && imagesLeft(suggestion).map(({ name }) => name)).toEqual(['web-1', 'web-3'])
  })

  test('a plan that is declined gives its images back', async () => {
    const world = await suggestingWorld(2, 'deregister')
    await world.suggest()
    const id = await world.ask('plan', { from: FROM, viewId: 'V0PLAN' })
    await world.submitPlan(id)
    expect(world.cards()[0]?.text).toMatch(/2 of 2 are in a plan/)
    await world.ask('decide-plan', { planId: id, decision: 'decline', comment: 'not yet' }, 'U0ANNA')
    expect(world.cards()[0]?.text).toMatch(/Buttons: Deregister all…/)
    expect(world.images.changed).toEqual([])
  })

  test('None ends it, by somebody with the right alone; afterwards nothing can be chosen', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    await world.ask('decline-suggestion', { suggestionId: ID }, 'U0STRANGER')
    expect(world.messenger.privateMessages('U0STRANGER').at(-1)).toMatch(/don’t have permission to disable/)
    expect(world.cards()[0]?.text).toMatch(/Suggested/)
    await world.ask('decline-suggestion', { suggestionId: ID })
    expect(world.cards()[0]?.text).toMatch(/Declined by .*Nothing was changed/)
    await world.ask('plan', { from: FROM, viewId: 'V0PLAN' })
    expect(world.formText()).toMatch(/declined this suggestion/)
    await world.ask('decline-suggestion', { suggestionId: 'cleanup/unknown' })
    expect(world.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/has expired/)
  })

  test('a stranger gets no plan of it', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    await world.ask('plan', { from: FROM, viewId: 'V0PLAN' }, 'U0STRANGER')
    expect(world.formText()).toMatch(/don’t have permission to disable/)
  })

  test('it expires, and its message says so', async () => {
    const world = await suggestingWorld()
    await world.suggest()
    world.clock.advance(23 * HOUR)
    await reconcile(world.needs)
    expect(world.cards()[0]?.text).toMatch(/Suggested/)
    world.clock.advance(2 * HOUR)
    await reconcile(world.needs)
    expect(world.cards()[0]?.text).toMatch(/Expired: disable 3 images.*Nothing was changed/)
    expect(await world.ledger.readDueSuggestions(Number.MAX_SAFE_INTEGER)).toEqual([])
    await world.ask('plan', { from: FROM, viewId: 'V0PLAN' })
    expect(world.formText()).toMatch(/has expired/)
  })

  test('a busy Slack delays it: the schedule posts it, once', async () => {
    const world = await suggestingWorld()
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 5 })
    await expect(world.suggest()).rejects.toThrow(/room|Slack/)
    world.messenger.answerWith()
    await reconcile(world.needs)
    await reconcile(world.needs)
    expect(world.cards()).toHaveLength(1)
  })
})
