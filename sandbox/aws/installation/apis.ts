import type { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import { STAGE } from '../deployment/deployment.ts'
import { createJsonService } from '../json-service.ts'
import { createCloudFormation } from './cloudformation.ts'
import { createCloudTrailActions } from './cloudtrail.ts'
import { createEventBridgeActions } from './eventbridge.ts'
import type { Installation } from './installation.ts'
import { createLambdaApi } from './lambda.ts'

export interface InstallationApiOptions {
  clock: Clock
  faults: Faults
  installation: Installation
}

/** The services that an installation asks about itself, by their paths. */
export const createInstallationApis = ({
  installation,
  ...kernel
}: InstallationApiOptions): Record<string, Hono<NodeEnv>> => ({
  '/cloudformation': createCloudFormation({ ...kernel, installation, stackName: `amiops-${STAGE}` }),
  '/cloudtrail': createJsonService({
    ...kernel,
    service: 'cloudtrail',
    actions: createCloudTrailActions(installation),
  }),
  '/eventbridge': createJsonService({
    ...kernel,
    service: 'eventbridge',
    actions: createEventBridgeActions(installation),
  }),
  '/lambda': createLambdaApi({ ...kernel, installation }),
})
