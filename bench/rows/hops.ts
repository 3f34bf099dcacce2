import { loadCounted } from '../hops/bundle.ts'
import { LATENCY_MS, type Trace } from '../hops/trace.ts'
import type { Row } from '../support/row.ts'

/** Files of `src/flows`, hops between them, calls of the ledger, and the time until the effect. */
interface Way {
  files: number
  hops: number
  ledger: number
  effectMs: number
}

interface Journey {
  name: string
  /** As this tool counted it before the ways were made shorter. */
  before: Way
  /** Parts of what it was before. */
  target: Way
}

const HALF = 0.5

/** The targets of files, hops and ledger calls are parts, since each way of counting gives other numbers. */
const JOURNEYS: Readonly<Record<string, Journey>> = {
  eventToCard: {
    name: 'event → card (effect: posted)',
    before: { files: 10, hops: 24, ledger: 12, effectMs: 290 },
    target: { files: 8 / 11, hops: 12 / 19, ledger: 7 / 15, effectMs: HALF },
  },
  clickToForm: {
    name: 'click → form (effect: the form’s first facts)',
    before: { files: 9, hops: 18, ledger: 8, effectMs: 530 },
    target: { files: 1, hops: 1, ledger: 1, effectMs: HALF },
  },
  formToAcceptance: {
    name: 'form submitted, no approval (effect: EC2 accepted)',
    before: { files: 19, hops: 90, ledger: 35, effectMs: 1230 },
    target: { files: 12 / 18, hops: 25 / 47, ledger: 16 / 32, effectMs: HALF },
  },
  approveToAcceptance: {
    name: 'Approve (effect: EC2 accepted)',
    before: { files: 25, hops: 126, ledger: 51, effectMs: 1735 },
    target: { files: 14 / 25, hops: 30 / 70, ledger: 20 / 49, effectMs: HALF },
  },
  enableToAcceptance: {
    name: 'Enable (effect: EC2 accepted)',
    before: { files: 15, hops: 70, ledger: 30, effectMs: 755 },
    target: { files: 10 / 14, hops: 20 / 37, ledger: 12 / 25, effectMs: HALF },
  },
}

const wayOf = ({ files, hops, ports, effectAtMs = Number.NaN }: Trace): Way => ({
  files: files.size,
  hops,
  ledger: ports.ledger ?? 0,
  effectMs: effectAtMs,
})

const words = ({ files, hops, ledger, effectMs }: Way): string =>
  `${files} files, ${hops} hops, ${ledger} ledger calls, ${effectMs} ms`

const most = (before: Way, target: Way): Way => ({
  files: Math.round(before.files * target.files),
  hops: Math.round(before.hops * target.hops),
  ledger: Math.round(before.ledger * target.ledger),
  effectMs: Math.round(before.effectMs * target.effectMs),
})

/** The way of each journey through `src/flows`, in memory. */
export const measureHops = async (folder: string): Promise<Row[]> => {
  const { journeys, approve } = await loadCounted(folder)
  const { ledger, ec2, slack } = LATENCY_MS
  const rows: Row[] = []
  for (const [key, run] of Object.entries(journeys)) {
    const journey = JOURNEYS[key]
    if (!journey) throw new Error(`Expected a row for the journey ${key}.`)
    const way = wayOf(await run())
    const limit = most(journey.before, journey.target)
    rows.push({
      measure: journey.name,
      baseline: `before: ${words(journey.before)}`,
      measured: words(way),
      target: `≤ ${words(limit)}`,
      isReached: (Object.keys(limit) as (keyof Way)[]).every(what => way[what] <= limit[what]),
      note: `at ${ledger} ms for each call of DynamoDB, ${ec2} ms of EC2, ${slack} ms of Slack`,
    })
  }
  return [...rows, await measureSession(approve)]
}

/** What the session of a change adds: one call of STS, which is made beside the look at the image. */
const measureSession = async (approve: (hasSessions: boolean) => Promise<Trace>): Promise<Row> => {
  const [without, session] = [await approve(false), await approve(true)]
  const calls = session.ports.sts ?? 0
  const [before = Number.NaN, after = Number.NaN] = [without.effectAtMs, session.effectAtMs]
  return {
    measure: 'Approve, in a session of its own (effect: EC2 accepted)',
    baseline: `${before} ms without a session`,
    measured: `${after} ms, ${calls} call of STS`,
    target: `≤ ${before} ms, 1 call of STS`,
    isReached: after <= before && calls === 1,
    note: `at ${LATENCY_MS.sts} ms for STS: beside the look before the decision, the same session for the dry run and the call`,
  }
}
