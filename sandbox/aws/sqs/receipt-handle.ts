import { randomUUID } from 'node:crypto'
import { SqsError } from './errors.ts'

/** A handle names its message, so that an outdated one can be told from a false one. */
export const createReceiptHandle = (messageId: string): string =>
  Buffer.from(`${messageId} ${randomUUID()}`).toString('base64')

/** @throws {SqsError} where it is no handle */
export const messageIdOf = (receiptHandle: string): string => {
  const [id = ''] = Buffer.from(receiptHandle, 'base64').toString().split(' ')
  if (/^[0-9a-f-]{36}$/.test(id)) return id
  throw new SqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
  )
}
