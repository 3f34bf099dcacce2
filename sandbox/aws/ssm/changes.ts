import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { CALL_VIA_CLOUDTRAIL } from '../cloudtrail/call-event.ts'
import type { Fleet } from '../ec2/fleet.ts'
import type { Ec2Settings } from '../ec2/settings.ts'
import { type Envelope, EnvelopeSchema, toEventTime } from '../envelope.ts'
import { createScheduledChanges } from '../scheduled-changes.ts'
import { readImageFault, UNUSABLE } from './image-value.ts'
import { arnOfParameter, isSameParameter, type ParameterKey, type StoredParameter } from './parameter.ts'
import { VersionSchema } from './parameter-schema.ts'
import type { ParameterStore } from './store.ts'

/** How many versions are kept; a further one removes the oldest. */
export const VERSIONS_AT_MOST = 100

const EntrySchema = v.variant('kind', [
  /** An event is put on the bus. */
  v.strictObject({ kind: v.literal('tell'), atMs: v.number(), envelope: EnvelopeSchema }),
  /** A value that names an image is looked at, and becomes the current one or is rejected. */
  v.strictObject({
    kind: v.literal('validate'),
    atMs: v.number(),
    account: v.string(),
    region: v.string(),
    name: v.string(),
    proposed: VersionSchema,
    /** SSM could not describe the image in the name of who put it. */
    isBlind: v.exactOptional(v.literal(true)),
  }),
])
type Entry = v.InferOutput<typeof EntrySchema>
export const EntriesSchema = v.array(EntrySchema)

type Operation = 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion'

/** A value that waits to be validated. */
export type Proposal = Extract<Entry, { kind: 'validate' }>

export interface ParameterChanges {
  /** Makes a version the current one: at once, or after a validation if it names an image. */
  put(
    parameter: Omit<StoredParameter, 'versions'>,
    version: StoredParameter['versions'][number],
    mayDescribeImages: boolean,
  ): void
  /** An event about a parameter, later. */
  announce(key: ParameterKey, detail: { operation: Operation; type: string } & Record<string, unknown>): void
  emitLater(envelope: Envelope, delayMs: number): void
  proposals(): readonly Proposal[]
  /** A deleted parameter has no values that wait. */
  dropProposals(key: ParameterKey): void
  /** Validations, and events that are not on the bus yet; CloudTrail's come later, and do not count. */
  pending(): number
  entries(): readonly Entry[]
  restore(entries: readonly Entry[]): void
}

export interface ChangeOptions {
  clock: Clock
  faults: Faults
  fleet: Fleet
  settings: Readonly<Ec2Settings>
  store: ParameterStore
  emit: (envelope: Envelope) => void
  onChange: () => void
  /** From the change to its event. */
  eventDelayMs: number
  /** From a PutParameter that names an image to its validation. */
  validationMs: number
}

/** The changes of parameters, and their events: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
export const createParameterChanges = (options: ChangeOptions): ParameterChanges => {
  const { clock, store, onChange } = options

  const announce: ParameterChanges['announce'] = (key, detail) => {
    const envelope: Envelope = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Parameter Store Change',
      source: 'aws.ssm',
      account: key.account,
      time: toEventTime(clock.nowMs()),
      region: key.region,
      resources: [arnOfParameter(key)],
      detail: { ...detail, name: key.name },
    }
    scheduled.add({ kind: 'tell', atMs: clock.nowMs() + options.eventDelayMs, envelope })
    onChange()
  }

  const save = (
    parameter: Omit<StoredParameter, 'versions'>,
    version: StoredParameter['versions'][number],
  ) => {
    const before = store.find(parameter)
    const versions = [...(before?.versions ?? []), version].slice(-VERSIONS_AT_MOST)
    const { account, region, name, type, dataType } = parameter
    store.save({ account, region, name, type, dataType, versions })
    const { description } = version
    announce(parameter, {
      operation: before ? 'Update' : 'Create',
      type,
      ...(description !== undefined && { description }),
    })
  }

  /** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html */
  const validate = (entry: Proposal) => {
    const { kind: _, proposed, isBlind, ...key } = entry
    const exception = isBlind ? UNUSABLE : readImageFault(proposed.value, key, options)
    const [type, dataType] = ['String', 'aws:ec2:image'] as const
    if (exception === undefined) return save({ ...key, type, dataType }, proposed)
    announce(key, { exception, dataType, type, operation: store.find(key) ? 'Update' : 'Create' })
  }

  const scheduled = createScheduledChanges<Entry>(clock, entry => {
    if (entry.kind === 'validate') return validate(entry)
    options.emit(entry.envelope)
    // What is kept no longer holds this event.
    onChange()
  })

  const proposals = () => scheduled.entries().filter(entry => entry.kind === 'validate')

  return {
    put(parameter, version, mayDescribeImages) {
      if (parameter.dataType === 'text') return save(parameter, version)
      const { account, region, name } = parameter
      const atMs = clock.nowMs() + options.validationMs
      scheduled.add({
        kind: 'validate',
        atMs,
        account,
        region,
        name,
        proposed: version,
        ...(!mayDescribeImages && { isBlind: true }),
      })
      onChange()
    },
    announce,
    emitLater(envelope, delayMs) {
      scheduled.add({ kind: 'tell', atMs: clock.nowMs() + delayMs, envelope })
    },
    proposals,
    dropProposals: key => scheduled.cancel(entry => entry.kind === 'validate' && isSameParameter(entry, key)),
    pending: () =>
      scheduled
        .entries()
        .filter(entry => entry.kind === 'validate' || entry.envelope['detail-type'] !== CALL_VIA_CLOUDTRAIL)
        .length,
    entries: scheduled.entries,
    restore: scheduled.replace,
  }
}
