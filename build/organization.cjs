// The organization and the other accounts of the config, for the parameters of serverless.yml: read when packaging.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')

// CloudFormation takes 4,096 characters as the value of a parameter.
const MOST_ACCOUNTS = 300

const READ_ROLE = 'amiops-reader'
const ROLE = 'amiops-actor'

module.exports = () => {
  const file = process.env.AMIOPS_CONFIG ?? join(__dirname, '..', 'amiops.config.yml')
  const { accounts, organization } = parse(readFileSync(file, 'utf8'))
  const others = [...new Set((accounts ?? []).flatMap(({ id, role }) => (role ? [String(id)] : [])))]
  if (others.length > MOST_ACCOUNTS)
    throw new Error(
      `Expected at most ${MOST_ACCOUNTS} accounts with a role in ${file}, got ${others.length}. Name their organization instead: docs/install.md, "An organization".`,
    )
  return {
    id: organization?.id ?? '',
    readRole: organization?.readRole ?? READ_ROLE,
    role: organization?.role ?? ROLE,
    listRole: organization?.list?.role ?? '',
    accounts: others.join(','),
  }
}
