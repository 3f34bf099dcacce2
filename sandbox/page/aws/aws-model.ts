/** An image as `GET /_sandbox/fleet` lists it. */
export interface FleetRow {
  account: string
  region: string
  imageId: string
  name: string
  /** EC2's own word, or `recycled` for what lies in the Recycle Bin. */
  state: string
  createdAtMs: number
  sizeGiB: number
  architecture: string
  sharedWith: number | 'public'
  isProtected: boolean
  uses: number
}

export interface FleetChanges {
  cursor: string
  isAll: boolean
  rows: FleetRow[]
  gone: string[]
  /** Of accounts of these rows, by their ids. */
  names: Record<string, string>
}

export const keyOf = ({ account, region, imageId }: FleetRow): string => `${account}/${region}/${imageId}`

/** `GET /_sandbox/fleet/{account}/{region}/{id}`; `image` as DescribeImages would show it. */
export interface ImageDetail {
  image: {
    ImageId: string
    Name: string
    State?: string
    Description?: string
    PlatformDetails?: string
    BootMode?: string
    CreationDate?: string
    LastLaunchedTime?: string
    DeprecationTime?: string
    DeregistrationProtection?: string
    SourceImageId?: string
    SourceImageRegion?: string
    SourceInstanceId?: string
    StateReason?: { Message?: string }
    Tags?: { Key: string; Value: string }[]
  }
  launchPermissions: {
    UserId?: string
    Group?: string
    OrganizationArn?: string
    OrganizationalUnitArn?: string
  }[]
  recycled: { enteredAtMs: number; exitsAtMs: number } | null
  protectedUntilMs: number | null
  snapshots: {
    SnapshotId: string
    VolumeSize?: number
    State?: string
    StorageTier?: string
    /** Of the key that encrypts it. */
    keyAlias?: string
  }[]
  uses: { kind: string; account: string; id: string; name: string; note: string }[]
}

/** The verbs of `POST /_sandbox/images/{id}/{verb}` in the order of the menu. */
export const verbs = [
  'enable',
  'disable',
  'copy',
  'build',
  'protect',
  'unprotect',
  'fail',
  'restore',
  'deregister',
] as const
export type Verb = (typeof verbs)[number]

export interface NewImage {
  name: string
  account?: string
  region: string
  tags: Record<string, string>
  fail?: boolean
  errorMessage?: string
}

export type { MomentLine } from '../../kernel/moment.ts'

export const services = ['slack', 'lambda', 'ec2', 'ssm', 'eventbridge', 'sqs', 'sns'] as const
export type Service = (typeof services)[number]

export interface QueueDepth {
  name: string
  fifo: boolean
  visible: number
  inFlight: number
  delayed: number
  oldestAgeMs: number
  deadLettersOf: string[]
  rules: { name: string; pattern: unknown }[]
  functions: string[]
  maxReceiveCount?: number
}

/** A parameter as `GET /_sandbox/parameters` lists it; without a value while its first one is validated. */
export interface Parameter {
  account: string
  region: string
  name: string
  dataType: string
  value: string | null
  version: number | null
  versions: { version: number; modifiedAtMs: number; modifiedBy: string }[]
  proposed: { version: number; value: string }[]
}

/** What the subscribers of the fallback topic got. */
export interface Emailed {
  id: string
  atMs: number
  topic: string
  subject: string
  body: string
}

export interface QueueMessage {
  messageId: string
  sentAtMs: number
  visibleAtMs: number
  receiveCount: number
  groupId?: string
  body: unknown
}

export interface Fault {
  service: string
  call: string
  error?: string
  times?: number
  delayMs?: number
  drop?: boolean
  afterEffect?: boolean
  killAtCall?: number
}

export const burstVerbs = ['create', 'fail', 'enable', 'disable', 'deregister'] as const

export interface Burst {
  /** One in each account and region when left out. */
  count?: number
  verb: (typeof burstVerbs)[number]
  account?: string
}

/** What `GET /_sandbox/slack` and `GET /_sandbox/aws` say, as far as the page offers it. */
export interface SlackSettings {
  rateLimits?: 'off' | 'strict'
  plan?: 'paid' | 'free'
}

export interface AwsSettings {
  consistencyLagMs?: number
  throttling?: boolean
  cloudTrail?: boolean
  events?: { dropShare: number; doubleShare: number; swapShare: number }
}
