import { PutParameterCommand } from '@aws-sdk/client-ssm'
import type { AwsClients } from '../aws-clients.ts'
import type { Ask } from './ask.ts'

export interface Secret {
  parameter: string
  /** What a person calls it, and where it stands. */
  asks: string
  fits: RegExp
  /** From the environment or standard input; undefined to ask for it. */
  given: string | undefined
  /** What is stored now. */
  stored: string | undefined
}

/**
 * Stores a secret that is missing, or given and another one. What is stored already is overwritten only if that is confirmed.
 *
 * @returns whether the parameter was written
 */
export const storeSecret = async (
  { ssm }: Pick<AwsClients, 'ssm'>,
  { parameter, asks, fits, given, stored }: Secret,
  ask: Ask,
): Promise<boolean> => {
  if (stored !== undefined && fits.test(stored) && (given === undefined || given === stored)) return false
  let value = given
  while (value === undefined || !fits.test(value)) {
    if (value !== undefined) console.log(`Expected ${asks}.`)
    value = await ask.secret(asks)
  }
  if (stored !== undefined && !(await ask.confirm(`${parameter} is stored already. Overwrite it?`)))
    return false
  await ssm.send(
    new PutParameterCommand({
      Name: parameter,
      Value: value,
      Type: 'SecureString',
      Overwrite: stored !== undefined,
    }),
  )
  return true
}
