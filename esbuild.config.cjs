// How the four functions are bundled: read by serverless-esbuild when packaging, and by the sandbox when it starts.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Receivers of Bolt that a Lambda never uses; a bundle that holds them is six times as large. */
const UNUSED_BY_A_LAMBDA = /^(@slack\/socket-mode|@slack\/oauth|undici|express|raw-body)$/

const leaveOutUnusedReceivers = {
  name: 'leave-out-unused-receivers',
  setup(build) {
    build.onResolve({ filter: UNUSED_BY_A_LAMBDA }, () => ({
      path: join(__dirname, 'build/unused.cjs'),
    }))
  },
}

module.exports = () => ({
  bundle: true,
  minify: true,
  keepNames: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  define: {
    AMIOPS_BUNDLED_CONFIG: JSON.stringify(
      readFileSync(process.env.AMIOPS_CONFIG ?? join(__dirname, 'amiops.config.yml'), 'utf8'),
    ),
  },
  plugins: [leaveOutUnusedReceivers],
})
