import { join } from 'node:path'
import { type BrowserServer, chromium } from 'playwright-core'
import { readDeployment } from '../../../sandbox/aws/deployment/deployment.ts'
import { type Bundle, buildBundles } from '../../../sandbox/lambda/build.ts'
import { buildPage, type Page } from '../../../sandbox/page/build.ts'
import { findBrowser } from './find-browser.ts'

/** What all test files of a run share, each made when the first one asks for it. */
export interface Resources {
  /** The functions' bundles, with the sandbox's config; a world that has another one names it by `AMIOPS_CONFIG`. */
  bundles(): Promise<Bundle[]>
  /** The sandbox's page. */
  page(): Promise<Page>
  /** Where a browser waits to be connected to. */
  browser(): Promise<{ endpoint: string }>
  close(): Promise<void>
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const createResources = (): Resources => {
  let server: Promise<BrowserServer> | undefined
  const browser = once(async () => {
    server = chromium.launchServer({ ...(await findBrowser()), host: '127.0.0.1', args: ARGUMENTS })
    return { endpoint: (await server).wsEndpoint() }
  })
  const { functions } = readDeployment(join(process.cwd(), 'serverless.yml'))
  return {
    bundles: once(() => buildBundles(functions)),
    page: once(buildPage),
    browser,
    close: async () => void (await (await server?.catch(() => undefined))?.close()),
  }
}
