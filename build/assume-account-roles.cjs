// What the working functions may assume: the roles that the config names, read by serverless.yml when packaging.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')

// IAM takes no empty list of resources: no account has this number.
const NO_ROLE = 'arn:aws:iam::000000000000:role/none'

const may = (Action, roles) =>
  roles.length > 0
    ? { Effect: 'Allow', Action, Resource: [...new Set(roles)] }
    : { Effect: 'Deny', Action, Resource: NO_ROLE }

module.exports = () => {
  const file = process.env.AMIOPS_CONFIG ?? join(__dirname, '..', 'amiops.config.yml')
  const { accounts: listed } = parse(readFileSync(file, 'utf8'))
  const accounts = listed ?? []
  return {
    // Each change is a session of its own, which says who asked and for which request.
    toAct: may(
      ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
      accounts.flatMap(({ role }) => role ?? []),
    ),
    toRead: may(
      ['sts:AssumeRole'],
      accounts.flatMap(({ readRole }) => readRole ?? []),
    ),
    // `requests` reads other accounts with the role by which it changes images: the list is half as long.
    toReadMembers: may(
      ['sts:AssumeRole'],
      accounts.flatMap(({ member, readRole }) => (member && readRole) || []),
    ),
  }
}
