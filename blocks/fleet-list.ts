import type { ComparedUse } from '../src/domain/fleet-status.ts'
import { csv } from './csv.ts'
import { STATUS_WORDS } from './fleet-words.ts'

const COLUMNS = [
  'status',
  'builds behind',
  'days behind',
  'family',
  'owner',
  'account',
  'account id',
  'region',
  'instance',
  'instance name',
  'instance state',
  'launched',
  'image',
  'image name',
  'image owner',
  'image created',
  'image deprecated',
]

const timeCell = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString())
const numberCell = (value: number | undefined): string => (value === undefined ? '' : String(value))

/**
 * Every instance as a row of a spreadsheet.
 *
 * @param uses in the order of the rows
 * @param nameOf the account's alias, or its id
 */
export const renderFleetList = (uses: readonly ComparedUse[], nameOf: (account: string) => string): string =>
  csv(
    COLUMNS,
    uses.map(({ status, behind, family, owner, account, region, image, ...instance }) => [
      STATUS_WORDS[status].word,
      numberCell(behind?.builds),
      numberCell(behind?.days),
      family,
      owner ?? '',
      nameOf(account),
      account,
      region,
      instance.instanceId,
      instance.name ?? '',
      instance.state,
      timeCell(instance.launchedAtMs),
      image.imageId,
      image.name ?? '',
      image.ownerId ?? '',
      timeCell(image.createdAtMs),
      timeCell(image.deprecatedAtMs),
    ]),
  )
