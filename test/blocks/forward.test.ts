import { renderForwarded, renderForwardedToNobody, renderHelpWanted } from '../../blocks/forward.ts'
import { givenFacts, givenRecord, MARIA } from '../domain/given.ts'
import { LEADS, note } from './given.ts'

const RECORD = givenRecord({ facts: givenFacts() })
const NAME = '`payments-base-42` (`ami-0123456789abcdef0`)'
const WHO = '<!subteam^S0LEADS>, <@U0ALEX>'

test('those who have the permission are asked, in the thread of the card', () => {
  const { text, blocks } = renderHelpWanted({ action: 'disable', person: MARIA }, RECORD, {
    accountName: 'production',
    command: '/ami',
    roles: [LEADS],
  })
  expect(text).toBe(
    `🙋 ${WHO} · @maria asks you to disable ${NAME} in production (123456789012), eu-west-1: they don’t have permission. Use the image’s card, or \`/ami status ami-0123456789abcdef0\`.`,
  )
  expect(blocks).toEqual([{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }])
})

test('the person is told who was asked, with a link where there is one', () => {
  const next = 'Nothing changes until somebody with permission does it. Asking again sends nothing more.'
  expect(renderForwarded('disable', RECORD, [LEADS], 'https://slack.example/1')).toEqual(
    note(`📨 ${WHO} <https://slack.example/1|has been asked> to disable ${NAME}.`, next),
  )
  expect(renderForwarded('disable', RECORD, [LEADS], undefined)).toEqual(
    note(`📨 ${WHO} has been asked to disable ${NAME}.`, next),
  )
})

test('or that nobody was', () => {
  expect(renderForwardedToNobody('disable', RECORD, [LEADS])).toEqual(
    note(`⚠️ Nobody was asked to disable ${NAME}: no channel took the message.`, `Ask ${WHO} directly.`),
  )
})
