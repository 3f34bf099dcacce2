import { parse, stringify } from 'yaml'
import { DEFAULT_ACCOUNT } from '../aws/caller.ts'
import { ACCOUNTS_WITH_ALIASES, type OrganizationSize, planAccounts, REGIONS } from './plan-accounts.ts'
import { aliasParameter, GOLDEN } from './seed-organization.ts'

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The config of a made-up organization: the channels, people and roles of another config, the golden images as families, and
 * the organization, in which the bot finds the accounts. The account that has left it is listed by hand.
 *
 * @param base the text of the other config
 */
export const writeConfig = (base: string, size: OrganizationSize): string => {
  const parsed: unknown = parse(base)
  if (!isMapping(parsed)) throw new Error('Expected the config to hold a mapping.')
  const { cleanup: _ofOtherFamilies, ...rest } = parsed
  const accounts = planAccounts(size.accounts)
  const [first, ...others] = GOLDEN
  const places = accounts.slice(0, ACCOUNTS_WITH_ALIASES).map(({ id }) => `${id}/${REGIONS[0]}`)
  const aliases = ['dev', 'prod'].map(name => ({
    name,
    parameter: aliasParameter(first.name, name),
    in: places,
  }))
  const families = {
    [first.name]: { name: `${first.name}-*`, owner: 'S0OPERATORS', aliases },
    ...Object.fromEntries(others.map(({ name }) => [name, { name: `${name}-*`, owner: 'S0OPERATORS' }])),
  }
  const organization = {
    id: 'o-sandbox001',
    regions: REGIONS.slice(0, size.regions),
    list: { role: `arn:aws:iam::${DEFAULT_ACCOUNT}:role/amiops-organization` },
  }
  const listed = accounts
    .filter(({ trouble }) => trouble === 'left')
    .map(({ id, name }) => ({ id, alias: name, regions: organization.regions }))
  return stringify({ ...rest, families, accounts: listed, organization }, { aliasDuplicateObjects: false })
}
