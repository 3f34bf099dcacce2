import { GetParametersCommand, type Parameter } from '@aws-sdk/client-ssm'
import type { AliasPlace } from '../../../src/domain/alias.ts'
import { aliasPlacesIn } from '../../../src/domain/alias-places.ts'
import { accountName } from '../../../src/domain/config.ts'
import { chunksOf, groupBy } from '../../../src/domain/group-by.ts'
import { withMembers } from '../../../src/domain/member-accounts.ts'
import { readOwnAccount } from '../../own-account.ts'
import { type Check, type Finding, note, ok, problem } from '../check.ts'
import type { Context } from '../context.ts'

/** As many names as GetParameters takes. */
const NAMES_AT_ONCE = 10

const read = async (context: Context, region: string, names: readonly string[]): Promise<Parameter[]> => {
  const found: Parameter[] = []
  for (const Names of chunksOf(names, NAMES_AT_ONCE))
    found.push(
      ...((await context.aws.ssmIn(region).send(new GetParametersCommand({ Names }))).Parameters ?? []),
    )
  return found
}

const judge = (place: AliasPlace, name: string, parameter: Parameter | undefined): Finding => {
  const what = `${place.alias} of ${place.family} in ${name} ${place.region}`
  if (!parameter)
    return note(
      `${what} is not there yet: ${place.parameter}.`,
      'The first promotion creates it. Until then, launch templates that name it fail.',
    )
  const { Type, DataType = 'text' } = parameter
  return DataType === 'aws:ec2:image'
    ? ok(`${what}: ${place.parameter}`)
    : problem(
        `${what} cannot be set: ${place.parameter} is a ${Type} of data type ${DataType}, which SSM never changes to aws:ec2:image.`,
        'Delete it and let the first promotion create it (launch templates that name it fail meanwhile), or name another parameter in amiops.config.yml.',
      )
}

/** The parameters of aliases in the own account are there, and can be set. In other accounts the functions' roles are asked, not your
 * own credentials. */
export const aliases: Check = {
  name: 'aliases',
  takes: 'ssm:GetParameters on the parameters of the aliases',
  async run(context) {
    const { config: file, aws } = context
    if (!file) return []
    const config = withMembers(file, [], await readOwnAccount(aws))
    const roleOf = (account: string) => config.accounts.find(({ id }) => id === account)?.role
    const places = aliasPlacesIn(config)
    if (places.length === 0) return [ok('The config names no aliases.')]
    const own = places.filter(({ account }) => roleOf(account) === undefined)
    const findings: Finding[] = []
    for (const [region, list] of groupBy(own, place => place.region)) {
      const found = await read(context, region, [...new Set(list.map(({ parameter }) => parameter))])
      for (const place of list)
        findings.push(
          judge(
            place,
            accountName(config, place.account),
            found.find(({ Name }) => Name === place.parameter),
          ),
        )
    }
    const elsewhere = groupBy(
      places.filter(place => !own.includes(place)),
      ({ account }) => account,
    )
    for (const [account, list] of elsewhere)
      findings.push(
        note(
          `${list.length} ${list.length === 1 ? 'alias' : 'aliases'} in ${accountName(config, account)} ${list.length === 1 ? 'was' : 'were'} not read: that takes its role.`,
          'The log of the function scan says which of them it could not read.',
        ),
      )
    return findings
  },
}
