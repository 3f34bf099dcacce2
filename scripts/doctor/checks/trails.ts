import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { type Check, type Finding, note, ok } from '../check.ts'

/** Whether a trail that is logging has the writing management events. */
const logsWrites = async (client: CloudTrailClient, trail: string): Promise<boolean> => {
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: trail }))
  if (!IsLogging) return false
  const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(
    new GetEventSelectorsCommand({ TrailName: trail }),
  )
  return (
    EventSelectors.some(
      ({ IncludeManagementEvents, ReadWriteType }) => IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
    ) ||
    AdvancedEventSelectors.some(
      ({ FieldSelectors = [] }) =>
        FieldSelectors.some(
          ({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management'),
        ) && !FieldSelectors.some(({ Field, Equals }) => Field === 'readOnly' && Equals?.includes('true')),
    )
  )
}

const hasTrail = async (client: CloudTrailClient): Promise<boolean> => {
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }))
  for (const { TrailARN } of trailList) if (TrailARN && (await logsWrites(client, TrailARN))) return true
  return false
}

/** In each region of the own account a trail tells who changed an image. Without one amiops works, and names nobody. */
export const trails: Check = {
  name: 'trails',
  takes: 'cloudtrail:DescribeTrails, GetTrailStatus and GetEventSelectors',
  async run({ aws, config, target }) {
    const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}))
    const regions = config?.accounts.find(({ id }) => id === Account)?.regions ?? [target.region]
    const findings: Finding[] = []
    for (const region of regions)
      findings.push(
        (await hasTrail(aws.cloudTrailIn(region)))
          ? ok(`${region} has a trail.`)
          : note(
              `${region} has no trail that logs writing management events: cards do not say who changed an image outside Slack.`,
              'Optional: docs/install.md, "Who changed it outside Slack".',
            ),
      )
    return findings
  },
}
