import type { Ask } from '../../src/domain/ask.ts'
import { MARIA } from '../../test/support/memory/asking.ts'
import { ACCOUNTS, type Answered, createAskedOrganization, REGIONS } from '../support/asked-organization.ts'
import { ms, type Row } from '../support/row.ts'
import { AT_ONCE, IMAGES_EACH, TAKES_MS } from '../support/scanned-organization.ts'

const PLACES = ACCOUNTS * REGIONS.length
/** Until then a reading ends, whatever did not answer; and the answer is made. */
const MOST_MS = 45_000
/** What one account that does not answer may add: its timeout. */
const MOST_DELAY_MS = TAKES_MS.silence + 5_000

const QUESTIONS = ['status golden-2026*', 'fleet', 'revoke ami-…'] as const
type Question = (typeof QUESTIONS)[number]

const ask = async (question: Question, silent: number): Promise<Answered> => {
  const organization = createAskedOrganization(silent)
  const { badImage } = organization
  const isForm = question.startsWith('revoke')
  const command: Ask = {
    kind: 'command',
    key: 'bench-reading-question',
    person: MARIA,
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0SANDBOX',
    appId: 'A0AMIOPS',
    askedAtMs: organization.clock.nowMs(),
    text: isForm ? `revoke ${badImage.imageId} ${badImage.region} ${badImage.account}` : question,
    ...(isForm && { viewId: 'V0BENCH' }),
  }
  return organization.answer(command, isForm ? organization.forms : organization.said)
}

const sec = (value: number): string => `${(value / 1_000).toFixed(1)} s`

/** Answers that read a thousand account-regions by a message each, with an account that does not answer. */
export const measureReadings = async (): Promise<Row[]> => {
  const rows: Row[] = []
  for (const question of QUESTIONS) {
    const all = await ask(question, 0)
    const one = await ask(question, 1)
    const isNamed = one.text.includes(String(100_000_000_000 + ACCOUNTS - 1))
    rows.push({
      measure: `\`/ami ${question}\` in ${PLACES.toLocaleString('en-US')} account-regions × ${IMAGES_EACH} images, read by ${AT_ONCE} functions at once; one account does not answer`,
      baseline: `${sec(all.lastMs)} where all answer`,
      measured: `first answer after ${sec(one.firstMs)}, the whole one after ${sec(one.lastMs)}, the account ${isNamed ? 'is named' : 'is not named'}`,
      target: `≤ ${sec(MOST_MS)}, ≤ ${sec(MOST_DELAY_MS)} later, named`,
      isReached: one.lastMs <= MOST_MS && one.lastMs - all.lastMs <= MOST_DELAY_MS && isNamed,
      note: `on a clock that leaps: ${TAKES_MS.role} ms for a role, ${TAKES_MS.page} ms for a page, ${TAKES_MS.ledger} ms for a call of the ledger, ${sec(TAKES_MS.silence)} for a call that nobody answers; beside that ${ms(one.cpuMs)} of CPU for all functions`,
    })
  }
  return rows
}
