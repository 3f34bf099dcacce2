import type { Caller } from '../caller.ts'
import { type JsonAction, ServiceError } from '../json-service.ts'
import type { Installation, Trail } from './installation.ts'

const arnOf = ({ name, region }: Trail, account: string): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`

const findTrail = (trails: readonly Trail[], name: unknown, caller: Caller): Trail => {
  const found = trails.find(trail => trail.name === name || arnOf(trail, caller.account) === name)
  if (!found) throw new ServiceError('TrailNotFoundException', `Unknown trail: ${String(name)}`)
  return found
}

/** The trails of an account, to be read. */
export const createCloudTrailActions = (
  installation: Installation,
): Readonly<Record<string, JsonAction>> => ({
  DescribeTrails: (_input, caller) => ({
    trailList: installation.trails
      .filter(trail => trail.isMultiRegion || trail.region === caller.region)
      .map(trail => ({
        Name: trail.name,
        HomeRegion: trail.region,
        IsMultiRegionTrail: trail.isMultiRegion,
        TrailARN: arnOf(trail, caller.account),
      })),
  }),
  GetTrailStatus: (input, caller) => ({
    IsLogging: findTrail(installation.trails, input.Name, caller).isLogging,
  }),
  GetEventSelectors: (input, caller) => {
    const trail = findTrail(installation.trails, input.TrailName, caller)
    return {
      TrailARN: arnOf(trail, caller.account),
      EventSelectors: [
        {
          IncludeManagementEvents: true,
          ReadWriteType: trail.logsWrites ? 'All' : 'ReadOnly',
          DataResources: [],
        },
      ],
    }
  },
})
