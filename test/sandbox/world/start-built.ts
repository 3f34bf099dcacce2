import { startSandbox } from '../../../sandbox/start.ts'
import { sharedBuilds } from '../../support/shared/client.ts'

/** The sandbox as `npm start` runs it, with the bundles and the page that all test files share. */
await startSandbox(process.argv.slice(2), sharedBuilds().built)
