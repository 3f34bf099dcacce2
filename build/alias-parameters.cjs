// What the working functions may do with the parameters of aliases in their own account, read by serverless.yml when packaging. In an
// account with a role, the role allows it.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')

const readConfig = () =>
  parse(readFileSync(process.env.AMIOPS_CONFIG ?? join(__dirname, '..', 'amiops.config.yml'), 'utf8'))

// IAM takes 10,240 characters for all inline policies of a role.
const MOST = 40

const parametersOf = ({ accounts, families }) => {
  const elsewhere = new Set(
    (accounts ?? []).filter(({ role }) => role).flatMap(({ id, alias }) => [id, alias ?? id]),
  )
  const isOwn = place => !elsewhere.has(place.split('/')[0])
  const aliases = Object.values(families ?? {}).flatMap(family => family?.aliases ?? [])
  return [...new Set(aliases.filter(alias => (alias.in ?? []).some(isOwn)).map(({ parameter }) => parameter))]
}

// /golden/payments-base/prod, else /golden/payments-base/*, else /golden/*.
const shortened = names => {
  if (names.length <= MOST) return names
  const folders = [...new Set(names.map(name => name.replace(/[^/]+$/, '*')))]
  return folders.length <= MOST
    ? folders
    : [...new Set(names.map(name => name.replace(/^(\/[^/]+\/?).*$/, '$1*')))]
}

const may = (Action, names) =>
  // IAM takes no empty list of resources. Only what nothing else here needs is denied.
  names.length > 0
    ? {
        Effect: 'Allow',
        Action,
        Resource: names.map(name => ({
          'Fn::Sub': `arn:\${AWS::Partition}:ssm:*:\${AWS::AccountId}:parameter${name}`,
        })),
      }
    : { Effect: 'Deny', Action: Action.filter(action => action !== 'ssm:GetParameters'), Resource: '*' }

module.exports = () => {
  const names = shortened(parametersOf(readConfig()))
  return {
    toRead: may(['ssm:GetParameters', 'ssm:GetParameterHistory'], names),
    toPut: may(['ssm:PutParameter'], names),
  }
}
