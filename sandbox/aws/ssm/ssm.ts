import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { type Caller, DEFAULT_ACCOUNT } from '../caller.ts'
import type { Ec2 } from '../ec2/ec2.ts'
import type { Envelope } from '../envelope.ts'
import { ALLOW_ALL, type Authorise } from '../iam/authorise.ts'
import { SSM_ACTIONS } from './actions/index.ts'
import { createSsmCallLog, type SsmRequest } from './call-log.ts'
import { createParameterChanges, EntriesSchema, type Proposal } from './changes.ts'
import { createSsmEndpoint } from './endpoint.ts'
import { invalid, SsmError } from './errors.ts'
import type { StoredParameter } from './parameter.ts'
import { permissionsOf } from './permissions.ts'
import { createParameterStore } from './store.ts'

export interface SsmOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  /** Its images are what parameters name, and its settings say how CloudTrail tells of calls. */
  ec2: Pick<Ec2, 'fleet' | 'settings' | 'changed'>
  region: string
  /** Values of SecureString parameters by their names, beside those of the fleet. Never kept, never recorded. */
  secrets: Readonly<Record<string, string>>
  /** Where the `Parameter Store Change` events go. */
  emit: (envelope: Envelope) => void
  /** Whether a caller may make a call; everybody may do everything when left out. */
  authorise?: Authorise
  /** From a change to its event; 300 ms when left out. */
  eventDelayMs?: number
  /** From a PutParameter that names an image to its validation; 3 s when left out. */
  settleMs?: number
}

export interface Ssm {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  /** A call from within the sandbox, as the given caller; throws SsmError. */
  call(caller: Caller, action: string, input: Readonly<Record<string, unknown>>): object
  /** Values that wait to be validated. */
  proposals(): readonly Proposal[]
  /** Validations under way, and events that are not on the bus yet. */
  pending(): number
  /** Calls `listener` whenever something has changed that a snapshot holds. */
  onChange(listener: () => void): () => void
  /** What is under way, as JSON; the parameters themselves are in the fleet. */
  snapshot(): unknown
  /** Takes up a snapshot; throws at what is none. */
  restore(snapshot: unknown): void
}

const toStoredSecrets = ({ secrets, region }: SsmOptions): StoredParameter[] =>
  Object.entries(secrets).map(([name, value]) => ({
    account: DEFAULT_ACCOUNT,
    region,
    name,
    type: 'SecureString',
    dataType: 'text',
    versions: [
      {
        version: 1,
        value,
        modifiedAtMs: 0,
        modifiedBy: `arn:aws:iam::${DEFAULT_ACCOUNT}:user/ops`,
        labels: [],
      },
    ],
  }))

/** The address of a caller outside: one reserved for documentation, https://www.rfc-editor.org/rfc/rfc5737 */
const FROM_OUTSIDE = '203.0.113.24'
const OUTSIDE_AGENT = 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux md/arch#x86_64 lang/python#3.13.7'

/** Parameter Store of every account and region. */
export const createSsm = (options: SsmOptions): Ssm => {
  const { clock, faults, timeline, ec2, emit, eventDelayMs = 300, settleMs = 3_000 } = options
  const { authorise = ALLOW_ALL } = options
  const listeners = new Set<() => void>()
  const store = createParameterStore(ec2.fleet, toStoredSecrets(options))
  const changes = createParameterChanges({
    clock,
    faults,
    fleet: ec2.fleet,
    settings: ec2.settings,
    store,
    emit,
    eventDelayMs,
    validationMs: settleMs,
    onChange() {
      for (const listener of listeners) listener()
      ec2.changed()
    },
  })
  const callLog = createSsmCallLog({
    clock,
    timeline,
    store,
    settings: ec2.settings,
    emitLater: changes.emitLater,
  })

  const act = ({ action, input, caller }: SsmRequest): object => {
    const run = SSM_ACTIONS[action]
    if (!run) throw new SsmError('UnknownOperationException', `Unknown operation ${action}.`)
    for (const needed of permissionsOf({ action, input, caller })) {
      const denial = authorise(caller, needed)
      if (denial !== undefined) throw new SsmError('AccessDeniedException', denial)
    }
    try {
      return run(input, caller, { clock, store, changes, authorise })
    } catch (error) {
      throw error instanceof v.ValiError ? invalid(error.message) : error
    }
  }
  const perform = (request: SsmRequest): object => {
    try {
      const result = act(request)
      callLog.trail(request, { result })
      return result
    } catch (error) {
      if (error instanceof SsmError) callLog.trail(request, error)
      throw error
    }
  }

  return {
    app: createSsmEndpoint({ clock, faults, callLog, perform }),
    call(caller, action, input) {
      const origin = { userAgent: OUTSIDE_AGENT, sourceIpAddress: FROM_OUTSIDE }
      const request = { caller, action, input, requestId: randomUUID(), ...origin }
      const result = perform(request)
      callLog.record(request, 'ok (outside Slack)')
      return result
    },
    proposals: changes.proposals,
    pending: changes.pending,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => structuredClone(changes.entries()),
    restore: json => changes.restore(v.parse(EntriesSchema, json)),
  }
}
