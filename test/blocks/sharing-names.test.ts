import { accessLine } from '../../blocks/impact.ts'
import { sharingWords } from '../../blocks/sharing.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { known } from '../domain/given.ts'

/** Accounts by the names that the config gives them, wherever a message says who has access, loses it or had it. */

const STAGING = '345678901234'
const STRANGER = '567890123456'
const nameOf = (id: string): string => (id === STAGING ? 'staging <b>' : id)
const withAccounts = (...accounts: string[]) => ({ ...NOBODY, accounts })

test('a name stands beside the id where there is one, and is escaped', () => {
  expect(sharingWords(withAccounts(STAGING, STRANGER), nameOf)).toBe(
    `accounts \`${STAGING}\` (staging &lt;b&gt;), \`${STRANGER}\``,
  )
  expect(sharingWords(withAccounts(STAGING))).toBe(`account \`${STAGING}\``)
})

test.each([
  ['loses', [STRANGER], `⚠️ This account loses access: \`${STRANGER}\``],
  [
    'loses',
    [STAGING, STRANGER],
    `⚠️ These accounts lose access: \`${STAGING}\` (staging &lt;b&gt;), \`${STRANGER}\``,
  ],
  ['hides', [STAGING], `⚠️ This account no longer finds it: \`${STAGING}\` (staging &lt;b&gt;)`],
  ['gets', [STAGING], `This account gets access: \`${STAGING}\` (staging &lt;b&gt;)`],
  ['has', [STAGING], `⚠️ Shared with: account \`${STAGING}\` (staging &lt;b&gt;)`],
] as const)('%s: %j', (access, accounts, words) => {
  expect(accessLine(known(withAccounts(...accounts)), access, nameOf)).toBe(`*Access*\n${words}`)
})
