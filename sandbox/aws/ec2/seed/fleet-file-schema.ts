import * as v from 'valibot'
import { isRegion } from '../../regions.ts'
import { isImageId } from '../identifiers.ts'

const SHOWN_AT_MOST = 60

export const show = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > SHOWN_AT_MOST ? `${text.slice(0, SHOWN_AT_MOST)}…` : text
}

const expected =
  (what: string) =>
  ({ input }: { input: unknown }): string =>
    `expected ${what}, got ${show(input)}`

/** A missing key is reported as an issue of its object; such an issue expects the key's name, in quotes. */
const expectedObject =
  (what: string) =>
  (issue: { input: unknown; expected: string | null }): string =>
    issue.expected?.startsWith('"') ? 'is missing' : expected(what)(issue)

const like = (pattern: RegExp, what: string) =>
  v.pipe(v.string(expected(what)), v.regex(pattern, expected(what)))

const region = () => {
  const what = expected('a region such as eu-west-1')
  return v.pipe(v.string(what), v.check(isRegion, what))
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text))

const dateText = () => {
  const what = 'a date such as 2026-01-31T02:24:00.000Z'
  return v.pipe(v.string(expected(what)), v.check(isDate, expected(what)))
}

const text = () => v.string(expected('a text'))
const truth = () => v.boolean(expected('true or false'))

const EbsSchema = v.looseObject(
  {
    SnapshotId: v.optional(like(/^snap-[0-9a-f]{8,17}$/, 'a snapshot id such as snap-0123456789abcdef0')),
    VolumeSize: v.optional(
      v.pipe(
        v.number(expected('a number of GiB')),
        v.integer(expected('a whole number of GiB')),
        v.minValue(1, expected('at least 1 GiB')),
      ),
    ),
    Encrypted: v.optional(truth()),
    KmsKeyId: v.optional(text()),
    OutpostArn: v.optional(text()),
    AvailabilityZone: v.optional(text()),
  },
  expectedObject('an object'),
)

const DiskSchema = v.looseObject(
  { DeviceName: v.optional(text()), Ebs: v.optional(EbsSchema) },
  expectedObject('a disk as an object'),
)

const TagSchema = v.looseObject(
  { Key: text(), Value: text() },
  expectedObject('a tag such as {"Key": "Team", "Value": "payments"}'),
)

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Image.html */
const STATES = [
  'available',
  'deregistered',
  'disabled',
  'error',
  'failed',
  'invalid',
  'pending',
  'transient',
] as const

/** What is not named here is taken as it is: AWS adds to its images whenever it likes. */
export const ImageSchema = v.looseObject(
  {
    ImageId: v.pipe(
      v.string(expected('an image id such as ami-0123456789abcdef0')),
      v.check(isImageId, expected('an image id such as ami-0123456789abcdef0')),
    ),
    OwnerId: like(/^\d{12}$/, 'an account of 12 digits, as a text'),
    State: v.picklist(STATES, expected(`one of ${STATES.join(', ')}`)),
    CreationDate: dateText(),
    Name: v.optional(text()),
    Description: v.optional(text()),
    Public: v.optional(truth()),
    Architecture: v.optional(text()),
    ImageOwnerAlias: v.optional(text()),
    DeprecationTime: v.optional(dateText()),
    LastLaunchedTime: v.optional(dateText()),
    DeregistrationProtection: v.optional(text()),
    BlockDeviceMappings: v.optional(v.array(DiskSchema, expected('a list of disks'))),
    Tags: v.optional(v.array(TagSchema, expected('a list of tags'))),
    /** Not AWS's: for who has gathered the images of several regions into one list. */
    Region: v.optional(region()),
  },
  expectedObject('an image as an object'),
)

/** An image of a file. */
export type FileImage = v.InferOutput<typeof ImageSchema>

export const OutputSchema = v.looseObject({
  Images: v.array(ImageSchema, expected('a list of images')),
  Region: ImageSchema.entries.Region,
})
