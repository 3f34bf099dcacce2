import { renderForeignAccount, renderForeignPlace } from '../../blocks/foreign-account.ts'

const NOW = Date.UTC(2026, 10, 30, 12)
const IMAGE = { account: '210987654321', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }

test('an account that left the organization: which one, since when, and what to do', () => {
  const left = {
    kind: 'left' as const,
    account: { id: IMAGE.account, name: 'lab <!channel>', leftAtMs: NOW },
  }
  expect(renderForeignPlace(IMAGE, left).text).toMatch(
    /^🚫 amiops can’t look up `ami-0123456789abcdef0`: its account lab &lt;!channel&gt; \(210987654321\) left the organization, as AWS has said since <!date\^\d+\^.*Use AWS in that account.*under accounts in amiops\.config\.yml/s,
  )
  expect(renderForeignAccount('disable', IMAGE, left).text).toMatch(
    /left the organization.*Nothing was changed/s,
  )
})

test('an account that the config excludes, or that nobody knows', () => {
  expect(renderForeignAccount('disable', IMAGE, { kind: 'excluded' }).text).toMatch(
    /`210987654321` is excluded in the config\. Nothing was changed.*organization\.exclude/s,
  )
  expect(renderForeignPlace(IMAGE, { kind: 'unknown', isOfNone: true }).text).toMatch(
    /`210987654321` isn’t configured, nor found in the organization\./,
  )
  expect(renderForeignPlace(IMAGE, { kind: 'unknown' }).text).toMatch(/isn’t configured\..*under accounts/s)
})
