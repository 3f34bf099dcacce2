// How the five functions are bundled: read by serverless-esbuild when packaging, and by the sandbox when it starts.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Of Bolt a Lambda needs the app and one receiver; the rest makes a bundle six times as large. */
const UNUSED_PACKAGES = /^(@slack\/socket-mode|@slack\/oauth|undici|express|raw-body)$/
const UNUSED_PARTS =
  /^\.\/(receivers\/(ExpressReceiver|HTTPReceiver|HTTPModuleFunctions|HTTPResponseAck|SocketModeReceiver|SocketModeFunctions|custom-routes)|Assistant)$/
const BOLT = /[\\/]@slack[\\/]bolt[\\/]dist[\\/]/

const unused = { path: join(__dirname, 'build/unused.cjs') }

const leaveOutUnusedParts = {
  name: 'leave-out-unused-parts',
  setup(build) {
    build.onResolve({ filter: UNUSED_PACKAGES }, () => unused)
    build.onResolve({ filter: UNUSED_PARTS }, ({ importer }) => (BOLT.test(importer) ? unused : undefined))
  },
}

/** The config that is bundled: the project's, or that of the sandbox, which names its own. */
const ownConfig = () => process.env.AMIOPS_CONFIG ?? join(__dirname, 'amiops.config.yml')

module.exports = (_serverless, configFile = ownConfig()) => ({
  bundle: true,
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay: short ones save little once zipped, errors are named after their class, and to restore the names when
  // loading (keepNames) costs a tenth of a cold start.
  minifyIdentifiers: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  define: {
    AMIOPS_BUNDLED_CONFIG: JSON.stringify(readFileSync(configFile, 'utf8')),
  },
  plugins: [leaveOutUnusedParts],
})
