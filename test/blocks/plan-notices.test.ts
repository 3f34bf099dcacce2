import { renderPlanCorrection, renderPlanEnd, renderPlanReminder } from '../../blocks/plan-notices.ts'
import { drawn } from './drawn.ts'
import { givenApproval, givenPlan, LEADS, NOON_WORDS } from './given.ts'

test('a reminder mentions the approvers, and says until when', () => {
  const said = `⏰ <!subteam^S0LEADS>, <@U0ALEX> Still awaiting your approval: disable 3 images · expires ${NOON_WORDS}`
  const message = renderPlanReminder(givenPlan({ approval: givenApproval() }), [LEADS])
  expect(message.text).toBe(said)
  expect(drawn(message)).toEqual([said])
  expect(renderPlanReminder(givenPlan(), [LEADS]).text).toBe(said)
})

test('a correction: an alias that was reported as failed is set after all', () => {
  const assignment = {
    family: 'web',
    alias: 'prod',
    region: 'us-east-1',
    to: { imageId: 'ami-1', name: 'web-1' },
  }
  const said = (to: object | undefined) =>
    renderPlanCorrection(givenPlan(), { ...assignment, to } as never, 'production').text
  const words = (name: string): string =>
    `✅ Correction for <@U0MARIA>: *prod* of web in *production us-east-1* was set to ${name} after all. Parameter Store took the image late, after this was reported as failed.`
  expect(said({ imageId: 'ami-1', name: 'web-1' })).toBe(words('`web-1`'))
  expect(said({ imageId: 'ami-1' })).toBe(words('`ami-1`'))
  expect(drawn(renderPlanCorrection(givenPlan(), assignment as never, 'production'))).toEqual([
    words('`web-1`'),
  ])
})

test('the end, to the requester: with numbers once it has run, and a link where there is one', () => {
  const images = ['done', 'done', 'failed'].map((state, at) => ({
    image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${at}` },
    state,
  }))
  const end = (more: object, permalink?: string) =>
    renderPlanEnd({ plan: givenPlan(more), images, style: 'mention' } as never, permalink).text
  expect(end({ state: 'finished' }, 'https://slack.example/1')).toBe(
    '⚠️ Done in part · your plan to disable 3 images: 2 done, 1 failed · <https://slack.example/1|view the plan>',
  )
  expect(end({ state: 'withdrawn' })).toBe('↩️ Withdrawn · your plan to disable 3 images')
})
