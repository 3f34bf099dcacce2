import { ms, type Row } from '../support/row.ts'
import {
  AT_ONCE,
  type Cycle,
  createScannedOrganization,
  IMAGES_EACH,
  TAKES_MS,
} from '../support/scanned-organization.ts'

const ACCOUNTS = 200
const REGIONS = 5
const WITHIN_MS = 10 * 60_000
const FLAT = 1.2
/** An account that does not answer keeps two functions for one call each. */
const MOST_DELAY_MS = 10_000
const GROWTH = [2, 20, 200] as const

const sec = (value: number): string => `${(value / 1_000).toFixed(0)} s`
const calls = ({ ledgerCalls, pages, roles }: Cycle): string =>
  `${ledgerCalls.toFixed(1)} ledger calls, ${pages.toFixed(2)} pages, ${roles.toFixed(2)} roles`

/** Two cycles ten minutes apart: in the first one every function assumes the roles. */
const measure = async (accounts: number, silent = 0): Promise<readonly [first: Cycle, next: Cycle]> => {
  const organization = await createScannedOrganization(accounts, silent)
  const first = await organization.run()
  await organization.passUntil(10)
  return [first, await organization.run()]
}

/** An organization of 200 accounts in five regions, scanned by a message for each account-region. */
export const measureFanout = async (): Promise<Row[]> => {
  const grown: (readonly [Cycle, Cycle])[] = []
  for (const accounts of GROWTH) grown.push(await measure(accounts))
  const [small, , large] = grown
  if (!small || !large) throw new Error('Expected three sizes.')
  const [first, next] = large
  const [one, oneNext] = await measure(ACCOUNTS, 1)
  const [few] = await measure(ACCOUNTS, 5)
  const oneByOneMs = ACCOUNTS * REGIONS * next.eachMs
  const eachMs = grown.map(([, cycle]) => cycle.eachMs)
  const ledgerCalls = grown.map(([, cycle]) => cycle.ledgerCalls)
  const growth = Math.max(...eachMs) / (eachMs[0] ?? Number.NaN)
  const isFlat = growth <= FLAT && Math.max(...ledgerCalls) <= FLAT * (ledgerCalls[0] ?? 0)
  const delayMs = one.tookMs - first.tookMs
  const takes = `on a clock that leaps: ${TAKES_MS.role} ms for a role, ${TAKES_MS.page} ms for a page, ${TAKES_MS.ledger} ms for a call of the ledger`
  return [
    {
      measure: `${ACCOUNTS} accounts × ${REGIONS} regions × ${IMAGES_EACH} images, scanned every ten minutes by ${AT_ONCE} functions at once`,
      baseline: `one after another: ${sec(oneByOneMs)}`,
      measured: `${sec(first.tookMs)} where every function assumes the roles, then ${sec(next.tookMs)}; each: ${calls(next)}`,
      target: `≤ ${sec(WITHIN_MS)}`,
      isReached:
        first.scans === ACCOUNTS * REGIONS && next.scans === first.scans && first.tookMs <= WITHIN_MS,
      note: `${takes}; beside that ${ms(next.cpuMs)} of CPU for each`,
    },
    {
      measure: `growth: one account-region of ${GROWTH.map(accounts => (accounts * REGIONS).toLocaleString('en-US')).join(', ')}`,
      baseline: '-',
      measured: `${eachMs.map(ms).join(', ')}; ${ledgerCalls.map(count => count.toFixed(1)).join(', ')} ledger calls; ${grown.map(([, { cpuMs }]) => ms(cpuMs)).join(', ')} of CPU`,
      target: 'flat: time and calls at most 20 % above the smallest',
      isReached: isFlat,
      note: 'the calls of the schedule that asks for them included',
    },
    {
      measure: 'one of these accounts does not answer, until its calls have timed out: all others',
      baseline: `${sec(first.tookMs)} where all answer`,
      measured: `${sec(one.tookMs)}, ten minutes later ${sec(oneNext.tookMs)}; with five such accounts ${sec(few.tookMs)}`,
      target: `≤ ${sec(MOST_DELAY_MS)} later`,
      isReached: delayMs <= MOST_DELAY_MS,
      note: `a place that does not answer takes its function ${sec(TAKES_MS.silence)}`,
    },
  ]
}
