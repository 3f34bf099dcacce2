import { type ImageFinding as Ec2Finding, paginateGetImageFindings } from '@aws-sdk/client-ec2'
import { type Account, accountName } from '../../domain/config.ts'
import type { ImageFinding } from '../../domain/scan-results.ts'
import type { Findings } from '../../ports.ts'
import type { Ec2Clients } from './ec2-clients.ts'
import { severityOf } from './scan-results.ts'
import { ask, find } from './uses/finding.ts'

/** A person waits for the answer. */
const LOOK_AT_MOST_MS = 10_000
/** The most findings that are counted of an image. */
const READ_AT_MOST = 5_000

/** Reads findings by GetImageFindings. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageFindings.html */
export const createFindings = (
  accounts: readonly Account[],
  { forReading }: Pick<Ec2Clients, 'forReading'>,
): Findings => ({
  async read({ account, region, imageId }) {
    const found = await find(() =>
      ask('ec2:GetImageFindings', async () => {
        const client = await forReading(account, region)
        const findings: ImageFinding[] = []
        const options = { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) }
        for await (const page of paginateGetImageFindings({ client }, { ImageId: imageId }, options)) {
          findings.push(...(page.ImageFindings ?? []).map(findingOf))
          if (findings.length >= READ_AT_MOST)
            return { findings, ...(page.NextToken && { isCut: true as const }) }
        }
        return { findings }
      }),
    )
    const missing = found.known ? undefined : /permission (\S+) is missing/.exec(found.why)?.[1]
    return missing === undefined
      ? found
      : { known: false, why: `amiops lacks ${missing} in ${accountName({ accounts }, account)}` }
  },
})

const findingOf = ({
  Title,
  SeverityLabel,
  Score,
  FixAvailable,
  FirstObservedAt,
}: Ec2Finding): ImageFinding => {
  const severity = severityOf(SeverityLabel)
  return {
    title: Title?.slice(0, 300) || 'without a title',
    ...(severity && { severity }),
    ...(Score !== undefined && { score: Score }),
    hasFix: FixAvailable === true,
    ...(FirstObservedAt && { firstSeenAtMs: FirstObservedAt.getTime() }),
  }
}
