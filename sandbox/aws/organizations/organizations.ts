import type { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Fleet } from '../ec2/fleet.ts'
import { createJsonService } from '../json-service.ts'
import { createOrganizationsActions } from './actions.ts'

interface OrganizationsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  fleet: Fleet
}

/** Which accounts an organization has: AWS JSON 1.1. */
export const createOrganizations = ({ fleet, timeline, ...kernel }: OrganizationsOptions): Hono<NodeEnv> =>
  createJsonService({
    ...kernel,
    service: 'organizations',
    actions: createOrganizationsActions(fleet),
    onCall: (call, outcome, detail) =>
      timeline.record('ec2', `${call} -> ${outcome}`, { ...detail, outcome }),
  })
