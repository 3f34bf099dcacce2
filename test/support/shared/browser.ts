import { type Browser, chromium } from 'playwright-core'
import { ask } from './client.ts'

/** A connection to the browser that all test files share. Closing it closes its pages, and leaves the browser. */
export const connectBrowser = async (): Promise<Browser> =>
  chromium.connect((await ask<{ endpoint: string }>('browser')).endpoint)
