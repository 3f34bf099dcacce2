import { createManualClock } from '../../sandbox/kernel/manual-clock.ts'
import { startWorld } from '../../test/support/world.ts'

/** What a browser says of itself when somebody opens an address. */
const AS_A_PERSON = { 'sec-fetch-site': 'none' }
const CHANNELS = ['ami-ready', 'ami-alerts']
/** Whom the sandbox's config calls for a failed production image. */
const ON_CALL = 'S0ONCALL'

/** The packaged functions in the sandbox on a clock that is moved on, and what Slack shows of each image. */
export const startOutageWorld = async () => {
  const clock = createManualClock()
  const testWorld = await startWorld({ clock, schedules: true, batchingWindowMs: 1_000 })
  let invocations = 0
  let calls = 0
  testWorld.sandbox.timeline.subscribe(({ service, title, detail }) => {
    if (service === 'lambda' && title.startsWith('events got ')) invocations += 1
    if (
      service === 'slack' &&
      /^chat.postMessage.*-> ok/.test(title) &&
      JSON.stringify(detail).includes(ON_CALL)
    )
      calls += 1
  })

  /** How often each image is announced, by a card or in the list of a digest. */
  const announced = async (): Promise<ReadonlyMap<string, number>> => {
    const count = new Map<string, number>()
    const add = (id = '') => count.set(id, (count.get(id) ?? 0) + 1)
    for (const root of (await Promise.all(CHANNELS.map(testWorld.roots))).flat()) {
      if (root.metadata?.event_type === 'amiops_card')
        add(root.metadata.event_payload.image?.split('/').at(-1))
      for (const { url_private, mode } of [root, ...(root.replies ?? [])].flatMap(
        ({ files = [] }) => files,
      )) {
        if (mode === 'tombstone' || !url_private) continue
        const file = await fetch(url_private, { headers: AS_A_PERSON })
        if (file.ok) for (const [id] of (await file.text()).matchAll(/\bami-[0-9a-f]{17}\b/g)) add(id)
      }
    }
    return count
  }

  return {
    testWorld,
    clock,
    announced,
    invocations: () => invocations,
    /** How often a message called on-call; an edit calls nobody. */
    calls: () => calls,
    deadLetters: () =>
      [...testWorld.sandbox.sqs.queues.values()]
        .filter(({ settings }) => settings.name.includes('dead-letters'))
        .reduce((sum, queue) => sum + queue.messages().length, 0),
    close: () => testWorld.close(),
  }
}

export type OutageWorld = Awaited<ReturnType<typeof startOutageWorld>>
