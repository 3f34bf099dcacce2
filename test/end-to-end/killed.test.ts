import { readFileSync } from 'node:fs'
import { filled, type Message, startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/**
 * The real functions, killed after their calls to a service: after one is before the next. Each twelfth call here, and each
 * one with `KILL_EVERY=1`, which takes two minutes; in memory, test/flows/every-journey.test.ts fails every call of every
 * journey anyway, before and after, by errors and by answers that say no as well.
 */
const STEP = Number(process.env.KILL_EVERY ?? 12)

let world: TestWorld

/** The sandbox's, but that Enable needs a second person. */
const CONFIG = readFileSync('sandbox/amiops.config.yml', 'utf8')
  .replace(/destructivePerHour: \d+/, 'destructivePerHour: 1000')
  .replace(
    'enable: { roles: [operator] }',
    'enable: { roles: [operator], approval: { roles: [approver], channel: ami-alerts, withinMinutes: 60 } }',
  )

beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' }, configFile: writeConfig(CONFIG) })
})
afterAll(async () => {
  await world.close()
})

const SEC = 1_000
const MINUTE = 60 * SEC

/** The queue delivers again, as often as it must; then the schedule runs for a while. */
const recover = async (): Promise<void> => {
  await world.advance(362 * SEC)
  for (let wait = 0; wait < 2; wait++) await world.advance(31 * SEC)
  for (let run = 0; run < 2; run++) {
    await world.advance(5 * MINUTE)
    await world.post('/functions/schedule')
    await world.idle()
  }
}

/** The newest; the timeline forgets its oldest. */
const lastDeath = () => world.moments('lambda', /killed at its call/).at(-1)

interface Journey {
  name: string
  killed: 'events' | 'requests'
  /** Up to where the function is killed. @returns the image */
  prepare: () => Promise<string>
  go: (imageId: string) => Promise<void>
  changes: readonly string[]
  /** What the card says in the end, where all was done or nothing. */
  ends: RegExp
  /** What the only card that asks for approval says. */
  approvals?: RegExp
}

/** Lets the one who acts forget the form before. */
const closeForms = () => world.post('/people/maria/close', { all: true }).catch(() => {})

const withCard = async (): Promise<string> => {
  const { imageId } = await world.image({ quiet: false })
  await world.card('ami-ready', imageId)
  return imageId
}
const withForm = async (action: string): Promise<string> => {
  const imageId = await withCard()
  await closeForms()
  await world.openForm('maria', 'ami-ready', imageId, action)
  return imageId
}
const nameAskedFor = async (): Promise<string | undefined> =>
  /Type the image’s name: (.+)/.exec((await world.form('maria'))?.text ?? '')?.[1]
const sendForm = async (): Promise<void> => {
  const name = await nameAskedFor()
  await world.submit('maria', filled({ purpose: 'clean-up', ...(name && { name }) }))
}
const isApproval = ({ metadata }: Message): boolean => metadata?.event_type === 'amiops_approval'
const cardsIn = async (channel: string, imageId: string) =>
  (await world.cards(channel, imageId)).filter(card => !isApproval(card))
const approvalsOf = async (imageId: string) => (await world.cards('ami-alerts', imageId)).filter(isApproval)

const JOURNEYS: readonly Journey[] = [
  {
    name: 'an event becomes a card',
    killed: 'events',
    prepare: async () => (await world.image({ quiet: true })).imageId,
    go: async imageId => {
      await world.change(imageId, 'disable', {})
    },
    changes: [],
    // Not by the schedule, which would say so.
    ends: /🟡 Disabled(?!.*etected by reconciliation)/,
  },
  {
    name: 'a form is sent: Disable',
    killed: 'requests',
    prepare: () => withForm('disable'),
    go: sendForm,
    changes: ['DisableImage'],
    ends: /🟡 Disabled|🟢 Available/,
  },
  {
    name: 'a second person approves: Enable',
    killed: 'requests',
    prepare: async () => {
      const { imageId } = await world.image({ state: 'disabled', quiet: false })
      await world.clickCard('maria', 'ami-alerts', imageId, 'enable')
      return imageId
    },
    go: async imageId => {
      const [card] = await approvalsOf(imageId)
      await world.click('alex', { channel: 'ami-alerts', ts: card?.ts ?? '', action_id: 'approve' })
    },
    changes: ['EnableImage'],
    ends: /🟡 Disabled|🟢 Available/,
    approvals: /Approved by/,
  },
]

describe.each(JOURNEYS.map(journey => [journey.name, journey] as const))('%s', (_name, journey) => {
  test('by a function that is killed after its calls: done once, told once, and nothing waits', async () => {
    const wrong: Record<string, string[]> = {}
    let at = 0
    for (let isKilled = true; isKilled; ) {
      at += at === 0 ? 1 : STEP
      const imageId = await journey.prepare()
      const before = lastDeath()
      world.fault({ service: 'lambda', call: journey.killed, killAtCall: at, afterEffect: true })
      await journey.go(imageId)
      isKilled = lastDeath() !== before
      world.sandbox.faults.clear()
      await recover()

      const faults: string[] = []
      const changed = world.changes(imageId).map(title => title.split(' ')[0])
      if (new Set(changed).size < changed.length) faults.push(`EC2 was asked twice: ${changed}`)
      if (!isKilled && String(changed) !== String(journey.changes)) faults.push(`EC2 was asked: ${changed}`)
      const cards = [...(await cardsIn('ami-ready', imageId)), ...(await cardsIn('ami-alerts', imageId))]
      for (const channel of ['ami-ready', 'ami-alerts'])
        if ((await cardsIn(channel, imageId)).length > 1) faults.push(`two cards in ${channel}`)
      if (cards.length === 0) faults.push('no card')
      const approvals = (await approvalsOf(imageId)).map(({ text }) => text)
      if (journey.approvals && (approvals.length !== 1 || !journey.approvals.test(approvals[0] ?? '')))
        faults.push(`asked for approval: ${approvals.join(' | ')}`)
      for (const card of cards) {
        if (/⏳|❔/.test(card.text) || !journey.ends.test(card.text)) faults.push(`a card says: ${card.text}`)
        const lines = (card.replies ?? []).map(({ text }) => text)
        if (new Set(lines).size < lines.length) faults.push(`told twice: ${lines}`)
      }
      if (faults.length > 0) wrong[`killed after call ${at}`] = faults
    }
    expect(wrong).toEqual({})
    expect(at).toBeGreaterThan(8)
  })
})
