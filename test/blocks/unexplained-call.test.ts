import { renderUnexplained } from '../../blocks/unexplained-call.ts'

/** The alert of an unexplained change: what it means comes before the details, and what to do is no small print. */

const AT = Date.parse('2026-11-30T02:10:00Z')

test('what it means, what was changed and by whom, what to do; then AWS’s id of the call', () => {
  const view = {
    what: '`web-1` in production (123456789012), us-east-1',
    call: 'DisableImage',
    principal: { kind: 'role', name: 'amiops-production-actor', session: 'amiops-1' } as const,
    atMs: AT,
    requestId: 'ec2-1',
    notice: 'In place of #ami-failed',
  }
  const { text, blocks } = renderUnexplained(view, 'call/1')
  const line =
    '`DisableImage` · `web-1` in production (123456789012), us-east-1 · by role `amiops-production-actor` (session `amiops-1`) with the API · <!date^1796004600^{date_short_pretty} at {time}|2026-11-30 02:10 UTC>'
  const title = 'Unexplained change in a session of amiops’s actor role'
  const meaning =
    'No request in amiops explains it: the credentials of amiops’s requests function may have leaked.'
  const steps = [
    'Find the AssumeRole record of this session in CloudTrail',
    'If it was not amiops: in the IAM console, choose Revoke sessions for this role and for the role of the requests function',
    'Then undo the change',
  ]
  expect(blocks).toMatchObject([
    { type: 'section', text: { text: `🚨 *${title}*\n${meaning}` } },
    { type: 'section', text: { text: line } },
    { type: 'section', text: { text: ['*What to do*', ...steps.map(step => `• ${step}`)].join('\n') } },
    { type: 'context', elements: [{ text: 'AWS request `ec2-1`' }] },
    { type: 'context', elements: [{ text: 'In place of #ami-failed' }] },
  ])
  expect(text).toBe(
    `🚨 ${title}: ${line}. ${meaning.slice(0, -1)}. What to do: ${steps.join('; ')}. AWS request \`ec2-1\`. In place of #ami-failed`,
  )
})
