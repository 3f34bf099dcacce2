import * as v from 'valibot'
import { type FileImage, ImageSchema, OutputSchema, show } from './fleet-file-schema.ts'

/** A file of images that is not what `aws ec2 describe-images` prints. `faults` are for people, one line each. */
export class InvalidFleetError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'InvalidFleetError'
    this.faults = faults
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One output, several of them in a list, or a list of images alone. */
const schemaFor = (json: unknown) => {
  if (Array.isArray(json)) {
    return json.some(item => isRecord(item) && 'Images' in item)
      ? v.array(OutputSchema)
      : v.pipe(
          v.array(ImageSchema),
          v.transform(Images => [{ Images, Region: undefined }]),
        )
  }
  if (isRecord(json) && 'Images' in json) {
    return v.pipe(
      OutputSchema,
      v.transform(output => [output]),
    )
  }
  const got = isRecord(json) ? `an object with ${show(Object.keys(json))}` : show(json)
  throw new InvalidFleetError([
    `The whole: expected what "aws ec2 describe-images" prints, {"Images": […]}, or a list of images, got ${got}`,
  ])
}

/** `Images[3].Tags[0].Key`, as a person or jq would write it. */
const writePath = (path: readonly { key: unknown }[] | undefined): string =>
  (path ?? []).reduce(
    (sum, { key }) => (typeof key === 'number' ? `${sum}[${key}]` : `${sum}${sum && '.'}${String(key)}`),
    '',
  ) || 'The whole'

/** A file with one slip in every image must not fill the screen. */
const FAULTS_AT_MOST = 20

const listFaults = (faults: readonly string[]): string[] =>
  faults.length > FAULTS_AT_MOST
    ? [...faults.slice(0, FAULTS_AT_MOST), `… and ${faults.length - FAULTS_AT_MOST} more`]
    : [...faults]

const findTwins = (images: readonly FileImage[]): string[] => {
  const seen = new Set<string>()
  return images.flatMap(({ ImageId }) => {
    if (seen.has(ImageId)) return [`${ImageId}: expected each image once, got it again`]
    seen.add(ImageId)
    return []
  })
}

/** The images of parsed JSON, each with its region where the file tells it; throws InvalidFleetError. */
export const parseFleetFile = (json: unknown): FileImage[] => {
  const parsed = v.safeParse(schemaFor(json), json)
  if (!parsed.success) {
    throw new InvalidFleetError(
      listFaults(parsed.issues.map(issue => `${writePath(issue.path)}: ${issue.message}`)),
    )
  }
  const images = parsed.output.flatMap(({ Images, Region }) =>
    Images.map(image => (Region === undefined ? image : { Region, ...image })),
  )
  if (images.length === 0) throw new InvalidFleetError(['Images: expected at least one image, got none'])
  const twins = findTwins(images)
  if (twins.length > 0) throw new InvalidFleetError(listFaults(twins))
  return images
}
