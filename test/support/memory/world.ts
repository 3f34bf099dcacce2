import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import type { ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { createPictures } from '../../../src/pictures/rasterise.ts'
import { createStillClock } from '../clock.ts'
import { createFailureInjection, type FailurePoint } from '../inject-failure.ts'
import { silentLog } from '../silent-log.ts'
import { createMemoryAliases } from './aliases.ts'
import { createMemoryFindings } from './findings.ts'
import { createMemoryImages } from './images.ts'
import { createMemoryInstances } from './instances.ts'
import { createMemoryLaunchability } from './launchability.ts'
import { createMemoryLedger } from './ledger.ts'
import { createMemoryMessenger } from './messenger.ts'
import { createMemoryQueues } from './queues.ts'
import { createMemoryUses } from './uses.ts'

export const MINUTE = 60_000

export const IMAGE: ImageRef = {
  account: '123456789012',
  region: 'us-east-1',
  imageId: 'ami-0123456789abcdef0',
}

export const CONFIG: Config = {
  workspaceId: 'T0SANDBOX',
  channels: { available: 'ami-ready', disabled: 'ami-ready', fallback: 'ami-alerts' },
  rules: [{ when: { state: ['failed'] }, to: ['ami-ready', 'ami-alerts'], mention: ['S0ONCALL'] }],
  roles: { operator: { users: [], userGroups: ['S0OPERATORS'] } },
  actions: { enable: { roles: ['operator'] }, disable: { roles: ['operator'] } },
  notify: { requester: true, approvers: false },
  limits: { destructivePerHour: 20 },
  prices: { default: 0.05, byRegion: {} },
  accounts: [{ id: IMAGE.account, regions: [IMAGE.region] }],
  audiences: {},
  families: {},
  fleet: { ownerTags: ['Owner', 'Team'] },
  stale: { afterDays: 90 },
  digest: { above: 5 },
}

/** All that a flow needs, in memory; `inject` gives the same needs with one failing call. */
export const createMemoryWorld = (config: Config = CONFIG) => {
  const clock = createStillClock()
  const images = createMemoryImages()
  const uses = createMemoryUses()
  const instances = createMemoryInstances()
  const launchability = createMemoryLaunchability()
  const findings = createMemoryFindings()
  const aliases = createMemoryAliases(clock)
  const ledger = createMemoryLedger()
  const messenger = createMemoryMessenger({
    'ami-ready': 'C0READY',
    'ami-alerts': 'C0ALERTS',
    'ami-audit': 'C0AUDIT',
  })
  messenger.setMembers('S0OPERATORS', ['U0MARIA', 'U0ALEX'])
  images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  const queues = createMemoryQueues()
  const needs = {
    accounts: { misconfigured: async () => [] },
    actorRoleArn: 'arn:aws:iam::123456789012:role/amiops-production-actor',
    aliases,
    queues,
    configVersion: 'c0ffee00',
    images,
    instances,
    launchability,
    findings,
    uses,
    ledger,
    messenger,
    pictures: createPictures(),
    config,
    clock,
    log: silentLog,
  }
  let count = 0
  return {
    ...needs,
    needs,
    inject(failurePoint?: FailurePoint) {
      const injection = createFailureInjection(failurePoint)
      const wrapped = {
        ...needs,
        aliases: injection.wrap('aliases', aliases),
        images: injection.wrap('images', images),
        instances: injection.wrap('instances', instances),
        launchability: injection.wrap('launchability', launchability),
        findings: injection.wrap('findings', findings),
        ledger: injection.wrap('ledger', ledger),
        messenger: injection.wrap('messenger', messenger),
        queues: injection.wrap('queues', queues),
        uses: {
          ...uses,
          references: injection.wrap('uses', uses).references,
          retentions: injection.wrap('uses', uses).retentions,
          look: (...of: Parameters<typeof uses.look>) => injection.wrapParts('uses', uses.look(...of), of[2]),
        },
      }
      return { injection, needs: wrapped }
    },
    event: (state: EventState, more: Partial<ImageEvent> = {}): ImageEvent => ({
      ...IMAGE,
      id: `event-${++count}`,
      state,
      atMs: clock.nowMs(),
      ...more,
    }),
    /** Delivers an event as its queue would: again and again, some minutes apart, until it is announced. */
    async deliver(event: ImageEvent): Promise<void> {
      for (let tried = 0; tried < 5; tried++) {
        const outcome = (await announce(needs, [event])).get(event.id)
        if (outcome?.kind === 'done') return
        clock.advance(2 * MINUTE)
      }
      throw new Error(`Expected the event ${event.id} to be told within five deliveries.`)
    },
  }
}
