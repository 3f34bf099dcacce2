import * as v from 'valibot'
import type { Principal } from '../../domain/cloud-trail-call.ts'
import { PARTITIONS } from '../../domain/regions.ts'
import { short } from './user-identity.ts'

/** The fields of a call that show how it was made, in CloudTrail's words. */
export interface CallSource {
  invokedBy?: string | undefined
  sourceIPAddress?: string | undefined
  userAgent?: string | undefined
  sessionCredentialFromConsole?: unknown
}

/** A service calls from its own host: `ssm.amazonaws.com`, known to us or not. */
const DOMAINS = [...new Set(PARTITIONS.map(({ dnsSuffix }) => dnsSuffix))].join('|').replaceAll('.', '\\.')
const SERVICE_HOST = new RegExp(`^(?:[a-z0-9-]+\\.)+(?:${DOMAINS})$`, 'i')
const CONSOLE_HOST = new RegExp(`^(?:[a-z0-9.-]*console|signin)[a-z0-9.-]*\\.(?:${DOMAINS})$`, 'i')
/** `AWS Internal`, `AWS Internal/3`: a service that is not named, or a console. */
const INTERNAL = /^AWS Internal\b/i

const ADDRESS = v.pipe(v.string(), v.ip())

const isService = (text = ''): boolean => SERVICE_HOST.test(text) && !CONSOLE_HOST.test(text)

/**
 * Reads how a call was made: by an AWS service, or in the console.
 *
 * `invokedBy` is present only where a service called. A service that acts with a role of its own is named by its host as source and user
 * agent alone. `AWS Internal` from a person's address is the console, else a service.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const parseCallOrigin = (source: CallSource): Pick<Principal, 'via' | 'fromConsole'> => {
  const { invokedBy, sourceIPAddress, userAgent, sessionCredentialFromConsole } = source
  // Callers can choose their user agent, so an address counts more.
  const isFromAddress = v.is(ADDRESS, sourceIPAddress)
  const service = [invokedBy, sourceIPAddress, ...(isFromAddress ? [] : [userAgent])].find(isService)
  if (service !== undefined) return { via: short(service) }

  const isFromConsole =
    String(sessionCredentialFromConsole) === 'true' ||
    [invokedBy, sourceIPAddress, userAgent].some(text => CONSOLE_HOST.test(text ?? ''))
  if (isFromConsole) return { fromConsole: true }

  const isInternal = [invokedBy, sourceIPAddress, userAgent].some(text => INTERNAL.test(text ?? ''))
  if (isInternal) return isFromAddress ? { fromConsole: true } : { via: 'AWS Internal' }
  return invokedBy ? { via: short(invokedBy) } : {}
}
