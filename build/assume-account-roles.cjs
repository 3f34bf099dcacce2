// What the working functions may assume: the roles that the config names, read by serverless.yml when packaging.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { parse } = require('yaml')

const CONFIG = process.env.AMIOPS_CONFIG ?? join(__dirname, '..', 'amiops.config.yml')

const mayAssume = roles =>
  // IAM takes no empty list of resources.
  roles.length > 0
    ? { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [...new Set(roles)] }
    : { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }

module.exports = () => {
  const accounts = parse(readFileSync(CONFIG, 'utf8')).accounts ?? []
  return {
    toAct: mayAssume(accounts.flatMap(({ role }) => role ?? [])),
    toRead: mayAssume(accounts.flatMap(({ readRole }) => readRole ?? [])),
  }
}
