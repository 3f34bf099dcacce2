import { partition } from '@aws-sdk/core/client'

/** A place, a direction, a number: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
const REGION = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}'

const whole = new RegExp(`^${REGION}$`)
const inArn = new RegExp(`^arn:aws[\\w-]*:[\\w-]+:(${REGION}):`)
const ofZone = new RegExp(`^(${REGION})[a-z]$`)

export const isRegion = (text: string): boolean => whole.test(text)

/** The region that an ARN names. */
export const regionOfArn = (arn: string): string | undefined => inArn.exec(arn)?.[1]

/** The region of an availability zone: `eu-west-1` of `eu-west-1b`. */
export const regionOfZone = (zone: string): string | undefined => ofZone.exec(zone)?.[1]

/** `aws-eusc` for `eusc-de-east-1`, as the SDK lists it: the second part of each ARN there. */
export const partitionOf = (region: string): string => partition(region).name
