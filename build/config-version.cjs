// The version of the config that is packaged, for the stack's output: as /ami health names it (src/config/config-version.ts).
const { createHash } = require('node:crypto')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const CONFIG = process.env.AMIOPS_CONFIG ?? join(__dirname, '..', 'amiops.config.yml')

module.exports = () => ({
  version: createHash('sha256').update(readFileSync(CONFIG, 'utf8')).digest('hex').slice(0, 8),
})
