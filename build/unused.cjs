// Stands in for the parts of Bolt that a Lambda never calls. Anything may be read or extended, nothing called.
class Unused {
  constructor() {
    throw new Error('amiops bundles only the Lambda receiver of @slack/bolt; this part was left out.')
  }
}
module.exports = new Proxy(Unused, {
  get: (target, key) => (key === 'prototype' ? target.prototype : key === '__esModule' ? false : Unused),
  apply: () => new Unused(),
})
