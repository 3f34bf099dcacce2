import { startWorld, type TestWorld } from '../../test/support/world.ts'
import { LATENCY_MS } from '../hops/trace.ts'
import type { Row } from '../support/row.ts'

const IMAGES = 1_000
const MINUTE_MS = 60_000
/** A dry run and a call for each image, five a second for an account and region, after a bucket of fifty; and as much again for the
 * groups, cards and events around it. */
const MOST_SEC = 800
const MORE_THAN_ALONE_MS = 1_000

/** The services that answer slowly, as in the other rows. */
const SLOW = [
  { service: 'dynamodb', ms: LATENCY_MS.ledger },
  { service: 'ec2', ms: LATENCY_MS.ec2 },
  { service: 'slack', ms: LATENCY_MS.slack },
] as const

interface Moment {
  title: string
  atMs: number
}

/** What EC2 answered, and when people sent forms, from now on: the sandbox itself keeps only the newest moments. */
const watch = (world: TestWorld) => {
  const answers: Moment[] = []
  const sent: Moment[] = []
  world.sandbox.timeline.subscribe(({ service, title, atMs }) => {
    if (service === 'ec2' && title.includes('->')) answers.push({ title, atMs })
    if (title.startsWith('maria submitted')) sent.push({ title, atMs })
  })
  return { answers, sent }
}

/** Sends the form that is open. @returns when it was sent, in the world's time */
const sendForm = async (
  world: TestWorld,
  { sent }: ReturnType<typeof watch>,
  typed?: string,
): Promise<number> => {
  const values = { purpose: { purpose: 'bench' }, ...(typed !== undefined && { typed: { typed } }) }
  await world.post('/people/maria/submit', { values })
  return sent.at(-1)?.atMs ?? Number.NaN
}

/** The same for one image. @returns how long it takes until EC2 has taken the change */
const disableOne = async (
  world: TestWorld,
  watched: ReturnType<typeof watch>,
  imageId: string,
): Promise<number> => {
  const sentAtMs = await sendForm(world, watched)
  await world.advance(MINUTE_MS)
  const answer = watched.answers.find(({ title }) => title.startsWith(`DisableImage ${imageId} -> ok`))
  if (!answer) throw new Error(`Expected ${imageId} to be disabled within a minute.`)
  return answer.atMs - sentAtMs
}

/** A plan of 1,000 images in one account and region, and a single change while it runs. */
export const measurePlans = async (): Promise<Row[]> => {
  const world = await startWorld({ digestAbove: 5, destructivePerHour: 5_000 })
  try {
    for (let number = 0; number < IMAGES; number++)
      await world.post('/images', { quiet: true, name: `plan-${number}` })
    const singles = [
      await world.image({ name: 'single', quiet: false }),
      await world.image({ name: 'single', quiet: false }),
    ]
    await world.post('/functions/schedule')
    await world.idle()
    for (const { service, ms } of SLOW)
      world.fault({ service, call: '*', delayMs: ms, times: Number.MAX_SAFE_INTEGER })
    const [before, during] = singles.map(({ imageId }) => imageId) as [string, string]
    const watched = watch(world)
    const { answers } = watched
    await world.openForm('maria', 'ami-ready', before, 'disable')
    const aloneMs = await disableOne(world, watched, before)
    await world.post('/people/maria/close', { all: true })

    const single = await world.card('ami-ready', during)
    await world.ask('maria', 'list plan-*')
    const list = (await world.privateOf('maria')).at(-1)
    if (!list) throw new Error('Expected the list.')
    await world.click('maria', { channel: 'ami-ready', ts: list.ts, action_id: 'select' })
    await world.submit('maria', { action: { action: 'disable' }, which: { which: 'all' } })
    answers.length = 0
    // Launch permissions of so many are not looked up: they count as shared.
    const startedAtMs = await sendForm(world, watched, String(IMAGES))
    await world.advance(MINUTE_MS)
    await world.post('/people/maria/close', { all: true }).catch(() => {})
    await world.post('/people/maria/click', {
      channel: 'ami-ready',
      ts: single.ts,
      action_id: 'disable',
      value: `123456789012/us-east-1/${during}`,
    })
    await world.advance(10_000)
    const duringMs = await disableOne(world, watched, during)
    const taken = () => answers.filter(({ title }) => /^DisableImage ami-\S+ -> ok/.test(title))
    for (let waited = 0; waited < 30 * MINUTE_MS && taken().length < IMAGES + 1; waited += MINUTE_MS)
      await world.advance(MINUTE_MS)
    const done = taken().length - 1
    const seconds = ((taken().at(-1)?.atMs ?? Number.NaN) - startedAtMs) / 1_000
    const throttled = answers.filter(({ title }) => title.includes('RequestLimitExceeded')).length
    const isDone = done === IMAGES
    const card = (await world.roots('ami-ready')).find(
      ({ metadata }) => metadata?.event_type === 'amiops_plan',
    )
    if (!isDone) console.error(card?.text)
    return [
      {
        measure: 'plan of 1,000 images in one account and region: until EC2 accepted the last one',
        baseline: '400 s at EC2’s rate',
        measured: isDone ? `${seconds.toFixed(0)} s, ${throttled} throttled` : `${done} of ${IMAGES} done`,
        target: `≤ ${MOST_SEC} s, none throttled`,
        isReached: isDone && seconds <= MOST_SEC && throttled === 0,
        note: `${(answers.length / IMAGES).toFixed(1)} EC2 calls for each image; on a clock that is moved on, with ${LATENCY_MS.ledger} ms for each call of DynamoDB, ${LATENCY_MS.ec2} ms of EC2, ${LATENCY_MS.slack} ms of Slack`,
      },
      {
        measure: 'a single Disable while it runs: form submitted → EC2 accepted',
        baseline: `${aloneMs} ms without a plan`,
        measured: `${duringMs} ms`,
        target: `≤ ${MORE_THAN_ALONE_MS} ms more`,
        isReached: duringMs <= aloneMs + MORE_THAN_ALONE_MS,
      },
    ]
  } finally {
    await world.close()
  }
}
