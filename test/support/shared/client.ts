import type { Bundle } from '../../../sandbox/lambda/build.ts'
import type { Page } from '../../../sandbox/page/build.ts'

/** Where the server of `setup.ts` is. Not named AMIOPS_…, which functions would inherit. */
export const RESOURCES_URL = 'TEST_RESOURCES_URL'
/** Names the folder that test files write into; it is removed after the last of them. */
export const TEST_FOLDER = 'TEST_FOLDER'

/** Asks the server of `setup.ts` for what it has made. */
export const ask = async <T>(path: string): Promise<T> => {
  const answer = await fetch(`${process.env[RESOURCES_URL]}/${path}`)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The shared ${path} could not be made: ${text}`)
  return JSON.parse(text) as T
}

let bundles: Promise<Bundle[]> | undefined

/** The functions' bundles as they are packaged; built once for all test files, and the same for all worlds of a file. */
export const readBundles = (): Promise<Bundle[]> => {
  bundles ??= ask<Bundle[]>('bundles')
  return bundles
}

/** The sandbox's page, bundled once for all test files. */
export const readPage = (): Promise<Page> => ask<Page>('page')

/** The builds that a world takes from the shared server. Outside Jest, as in `npm run soak`, it builds them itself. */
export const sharedBuilds = () =>
  process.env[RESOURCES_URL] === undefined ? {} : { built: { bundles: readBundles, page: readPage } }
