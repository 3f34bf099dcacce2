/** A group of regions with domains of its own. */
export interface Partition {
  /** As ARNs name it: `arn:aws-cn:…`. */
  id: string
  /** The domain of its services: `sqs.cn-north-1.amazonaws.com.cn`. */
  dnsSuffix: string
  /** The domain of its console; the secret partitions' consoles are not published. */
  console?: string
  /** Fits its regions, newer ones too. */
  fits: RegExp
  regions: readonly string[]
}

const words = (text: string): string[] => text.trim().split(/\s+/)

/**
 * AWS's partitions and their regions, the general one last. The SDK brings the list that AWS keeps: a test compares the two,
 * so an update of the SDK says what is new. Consoles: https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html,
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/introduction.html,
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/getting-started.html, https://docs.aws.eu/general/latest/gr/endpoints.html
 */
export const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    console: 'console.amazonaws.cn',
    fits: /^cn-/,
    regions: words('cn-north-1 cn-northwest-1'),
  },
  {
    id: 'aws-eusc',
    dnsSuffix: 'amazonaws.eu',
    console: 'console.amazonaws-eusc.eu',
    fits: /^eusc-/,
    regions: words('eusc-de-east-1'),
  },
  {
    id: 'aws-iso',
    dnsSuffix: 'c2s.ic.gov',
    fits: /^us-iso-/,
    regions: words('us-iso-east-1 us-iso-west-1'),
  },
  {
    id: 'aws-iso-b',
    dnsSuffix: 'sc2s.sgov.gov',
    fits: /^us-isob-/,
    regions: words('us-isob-east-1 us-isob-west-1'),
  },
  {
    id: 'aws-iso-e',
    dnsSuffix: 'cloud.adc-e.uk',
    fits: /^eu-isoe-/,
    regions: words('eu-isoe-west-1'),
  },
  {
    id: 'aws-iso-f',
    dnsSuffix: 'csp.hci.ic.gov',
    fits: /^us-isof-/,
    regions: words('us-isof-east-1 us-isof-south-1'),
  },
  {
    id: 'aws-us-gov',
    dnsSuffix: 'amazonaws.com',
    console: 'console.amazonaws-us-gov.com',
    fits: /^us-gov-/,
    regions: words('us-gov-east-1 us-gov-west-1'),
  },
  {
    id: 'aws',
    dnsSuffix: 'amazonaws.com',
    console: 'console.aws.amazon.com',
    fits: /^/,
    regions: words(`
      af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
      ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
      ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
      il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1
      us-west-2`),
  },
]

/** Every region that AWS has named. */
export const REGIONS: readonly string[] = PARTITIONS.flatMap(({ regions }) => regions)

/** The partition of a region, also of one that is newer than the list. */
export const partitionOf = (region: string): Partition => {
  const found = PARTITIONS.find(({ fits }) => fits.test(region))
  if (!found) throw new Error('Expected the general partition to fit every region.')
  return found
}

const REGION = /^[a-z]{2,4}(-[a-z]+)*-(north|south|east|west|central|(north|south)(east|west))-\d{1,2}$/

/** Whether a word has the form of a region: a place, a direction, a number. Newer regions than the list have it too. */
export const isRegion = (word: string): boolean => REGION.test(word)

/** The characters of a region's name in an event or a key. The name comes from AWS, so nothing else is checked. */
export const REGION_SIGNS = '[a-z0-9-]{1,20}'
