import type { Clock } from '../../kernel/clock.ts'
import { missing, queueDoesNotExist, SqsError } from './errors.ts'
import type { MessageAttributes } from './message.ts'
import type { MoveTasks } from './move-tasks.ts'
import type { Queue } from './queue.ts'

/** A request's JSON body, not yet judged. */
export type Input = Readonly<Record<string, unknown>>

export interface SqsWorld {
  clock: Clock
  queues: ReadonlyMap<string, Queue>
  account: string
  moveTasks: MoveTasks
  /** When the queues came to be. */
  createdAtMs: number
}

export type SqsAction = (input: Input, world: SqsWorld) => object | Promise<object>

export const readText = (input: Input, name: string): string | undefined => {
  const value = input[name]
  return typeof value === 'string' ? value : undefined
}

export const requireText = (input: Input, name: string): string => {
  const value = readText(input, name)
  if (value === undefined) throw missing(name)
  return value
}

export const readNumber = (input: Input, name: string): number | undefined => {
  const value = input[name]
  return typeof value === 'number' ? value : undefined
}

export const readTexts = (input: Input, name: string): string[] => {
  const value = input[name]
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

const isInput = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const parseInput = (body: string): Input => {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isInput(parsed)) return parsed
  } catch {
    // The answer below is for anything that is not an object.
  }
  throw new SqsError('SerializationException', 'The request body is not a JSON object.')
}

export const findQueue = (input: Input, world: SqsWorld): Queue => {
  const name = requireText(input, 'QueueUrl').split('/').pop() ?? ''
  const queue = world.queues.get(name)
  if (!queue) throw queueDoesNotExist()
  return queue
}

const ENTRIES_AT_MOST = 10
const ENTRY_ID = /^[\w-]{1,80}$/

/** The entries of a batch, each with an id of its own. */
export const readEntries = (input: Input): Input[] => {
  const entries = Array.isArray(input.Entries) ? input.Entries.filter(isInput) : []
  const ids = entries.map(entry => requireText(entry, 'Id'))
  const fault = (type: string, code: string, message: string) =>
    new SqsError(type, message, `AWS.SimpleQueueService.${code}`)
  if (entries.length === 0) {
    throw fault(
      'EmptyBatchRequest',
      'EmptyBatchRequest',
      'There should be at least one entry in the request.',
    )
  }
  if (entries.length > ENTRIES_AT_MOST) {
    throw fault(
      'TooManyEntriesInBatchRequest',
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${ENTRIES_AT_MOST}. You have sent ${entries.length}.`,
    )
  }
  if (new Set(ids).size < ids.length) {
    throw fault(
      'BatchEntryIdsNotDistinct',
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries have the same Id.',
    )
  }
  if (!ids.every(id => ENTRY_ID.test(id))) {
    throw fault(
      'InvalidBatchEntryId',
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    )
  }
  return entries
}

/** Each entry succeeds or fails by itself. */
export const forEachEntry = (
  entries: readonly Input[],
  act: (entry: Input) => object,
): { Successful: object[]; Failed: object[] } => {
  const Successful: object[] = []
  const Failed: object[] = []
  for (const entry of entries) {
    const Id = requireText(entry, 'Id')
    try {
      Successful.push({ Id, ...act(entry) })
    } catch (error) {
      if (!(error instanceof SqsError)) throw error
      Failed.push({ Id, SenderFault: true, Code: error.queryCode, Message: error.message })
    }
  }
  return { Successful, Failed }
}

export const readAttributes = (input: Input): MessageAttributes => {
  const given = input.MessageAttributes
  if (!isInput(given)) return {}
  return Object.fromEntries(
    Object.entries(given)
      .filter((entry): entry is [string, Input] => isInput(entry[1]))
      .map(([name, attribute]) => {
        const StringValue = readText(attribute, 'StringValue')
        const BinaryValue = readText(attribute, 'BinaryValue')
        return [
          name,
          {
            DataType: requireText(attribute, 'DataType'),
            ...(StringValue !== undefined && { StringValue }),
            ...(BinaryValue !== undefined && { BinaryValue }),
          },
        ]
      }),
  )
}
