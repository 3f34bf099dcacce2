import type { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Fleet } from '../ec2/fleet.ts'
import type { Authorise } from '../iam/authorise.ts'
import { createJsonService } from '../json-service.ts'
import { createKmsActions } from './actions.ts'

export interface KmsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  fleet: Fleet
  authorise: Authorise
}

/** The keys that encrypt snapshots, to be read: AWS JSON 1.1. */
export const createKms = ({ fleet, timeline, authorise, ...kernel }: KmsOptions): Hono<NodeEnv> =>
  createJsonService({
    ...kernel,
    service: 'kms',
    actions: createKmsActions(fleet, authorise),
    onCall: (call, outcome, detail) =>
      timeline.record('ec2', `${call} -> ${outcome}`, { ...detail, outcome }),
  })
